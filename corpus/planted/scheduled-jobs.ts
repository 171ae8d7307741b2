// holder: jobs \(Array\)
interface ScheduledJob {
  readonly name: string
  readonly dueMs: number
  readonly run: () => void
  isDone: boolean
}

class Scheduler {
  protected jobs: ScheduledJob[] = []
  #sent = 0

  schedule(name: string, delayMs: number): void {
    this.jobs.push({
      // <- leaks
      name,
      dueMs: delayMs,
      run: () => {
        // <- leaks
        this.#sent += name.length
      },
      isDone: false,
    })
  }

  tick(nowMs: number): void {
    for (let at = this.jobs.length - 1; at >= 0; at--) {
      const job = this.jobs[at]
      if (!job || job.isDone) break
      if (job.dueMs <= nowMs) {
        job.run()
        job.isDone = true
      }
    }
  }
}

class TidyScheduler extends Scheduler {
  override tick(nowMs: number): void {
    super.tick(nowMs)
    this.jobs = this.jobs.filter(({ isDone }) => !isDone)
  }
}

function remind(scheduler: Scheduler): void {
  scheduler.schedule('send reminder', 10)
  scheduler.tick(20)
}

export const leaky = {
  name: 'jobs that are done stay scheduled',
  setup: () => new Scheduler(),
  run: remind,
}

export const repaired = {
  name: 'jobs that are done are dropped',
  setup: () => new TidyScheduler(),
  run: remind,
}
