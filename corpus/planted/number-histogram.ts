// holder: samples \(Array\)
class Histogram {
  samples: number[] = []
  protected sum = 0

  record(elapsedMs: number): void {
    this.samples.push(elapsedMs) // <- leaks
    this.sum += elapsedMs
  }

  flush(): number {
    const mean = this.sum / this.samples.length
    this.samples = []
    this.sum = 0
    return mean
  }
}

class TimedRepository {
  readonly timings = new Histogram()
  #calls = 0

  find(id: number): string {
    this.timings.record((this.#calls++ % 7) + 0.5)
    return `row ${id}`
  }
}

const setup = () => new TimedRepository()

export const leaky = {
  name: 'timings that are never flushed',
  setup,
  run: (repository: TimedRepository) => void repository.find(1),
}

export const repaired = {
  name: 'timings that are flushed',
  setup,
  run(repository: TimedRepository) {
    repository.find(1)
    repository.timings.flush()
  },
}
