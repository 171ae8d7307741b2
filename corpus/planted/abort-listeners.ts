// holder: AbortSignal
import { setMaxListeners } from 'node:events'

interface Task {
  readonly id: number
  state: 'running' | 'done' | 'cancelled'
}

class TaskRunner {
  readonly #shutdown = new AbortController()
  #ids = 0

  constructor() {
    setMaxListeners(0, this.#shutdown.signal)
  }

  async runForever(): Promise<Task> {
    const task = this.#newTask()
    this.#shutdown.signal.addEventListener('abort', () => {
      // <- leaks
      task.state = 'cancelled'
    })
    return this.#work(task)
  }

  async runOnce(): Promise<Task> {
    const task = this.#newTask()
    const cancel = () => {
      task.state = 'cancelled'
    }
    this.#shutdown.signal.addEventListener('abort', cancel)
    try {
      return await this.#work(task)
    } finally {
      this.#shutdown.signal.removeEventListener('abort', cancel)
    }
  }

  stop(): void {
    this.#shutdown.abort()
  }

  #newTask(): Task {
    return { id: this.#ids++, state: 'running' } // <- leaks
  }

  async #work(task: Task): Promise<Task> {
    await Promise.resolve()
    task.state = 'done'
    return task
  }
}

const setup = () => new TaskRunner()
const teardown = (runner: TaskRunner) => runner.stop()

export const leaky = {
  name: 'a listener on the shutdown signal for each task',
  setup,
  run: (runner: TaskRunner) => runner.runForever(),
  teardown,
}

export const repaired = {
  name: 'the listener goes with its task',
  setup,
  run: (runner: TaskRunner) => runner.runOnce(),
  teardown,
}
