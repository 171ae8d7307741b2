// holder: observers \(Array\)
interface Box {
  readonly id: string
  width: number
}

type OnResize = (box: Box) => void

class Viewport {
  observers: { readonly box: Box; readonly onResize: OnResize }[] = []

  observe(box: Box, onResize: OnResize): void {
    this.observers.push({ box, onResize }) // <- leaks
  }

  unobserve(box: Box): void {
    this.observers = this.observers.filter((observer) => observer.box !== box)
  }
}

class Chart {
  readonly box: Box = { id: 'chart', width: 400 } // <- leaks
  readonly #viewport: Viewport
  scale = 1

  constructor(viewport: Viewport) {
    this.#viewport = viewport
    viewport.observe(this.box, ({ width }) => {
      // <- leaks
      this.scale = width / 400
    })
  }

  destroy(): void {
    this.#viewport.unobserve(this.box)
  }
}

const setup = () => new Viewport()

export const leaky = {
  name: 'charts that are observed after they are gone',
  setup,
  run(viewport: Viewport) {
    new Chart(viewport) // <- leaks
  },
}

export const repaired = {
  name: 'charts that are destroyed',
  setup,
  run: (viewport: Viewport) => new Chart(viewport).destroy(),
}
