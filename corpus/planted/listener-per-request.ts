// holder: change \(Array\)|(configuration|context) \(Configuration\) → change listener
import { EventEmitter } from 'node:events'

class Configuration extends EventEmitter {
  readonly values = new Map([['locale', 'en']])
}

class RequestHandler {
  locale: string
  readonly #configuration: Configuration
  readonly #onChange = (locale: string) => {
    // <- leaks
    this.locale = locale
  }

  constructor(configuration: Configuration) {
    this.#configuration = configuration
    this.locale = configuration.values.get('locale') ?? 'en'
    configuration.on('change', this.#onChange) // <- leaks
  }

  respond(name: string): string {
    return this.locale === 'de' ? `Hallo ${name}` : `Hello ${name}`
  }

  close(): void {
    this.#configuration.off('change', this.#onChange)
  }
}

function startApp(): Configuration {
  return new Configuration().setMaxListeners(0)
}

export const leaky = {
  name: 'a listener on the configuration for each request',
  setup: startApp,
  run(configuration: Configuration) {
    new RequestHandler(configuration).respond('Ada') // <- leaks
  },
}

export const repaired = {
  name: 'the listener goes with its request',
  setup: startApp,
  run(configuration: Configuration) {
    const handler = new RequestHandler(configuration)
    handler.respond('Ada')
    handler.close()
  },
}
