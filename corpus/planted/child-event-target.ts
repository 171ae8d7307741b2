// holder: theme
import { setMaxListeners } from 'node:events'

class Application extends EventTarget {
  theme = 'light'
}

class Panel extends EventTarget {
  theme = 'light'
  readonly #application: Application
  readonly #onTheme = () => {
    // <- leaks
    this.theme = this.#application.theme
    this.dispatchEvent(new Event('repaint'))
  }

  constructor(application: Application) {
    super()
    this.#application = application
    application.addEventListener('theme', this.#onTheme) // <- leaks
  }

  close(): void {
    this.#application.removeEventListener('theme', this.#onTheme)
  }
}

function setup(): Application {
  const application = new Application()
  setMaxListeners(0, application)
  return application
}

export const leaky = {
  name: 'panels that listen to their application for good',
  setup,
  run(application: Application) {
    new Panel(application) // <- leaks
  },
}

export const repaired = {
  name: 'panels that stop listening',
  setup,
  run: (application: Application) => new Panel(application).close(),
}
