import type { Scenario } from '../../src/scenario.ts'

interface Context {
  readonly jobs: (() => void)[]
}

/** Each call adds two jobs and its tick does one; the repaired twin's tick does all, awaited. */
export const leaky: Scenario = {
  name: 'jobs pile up behind process.nextTick',
  setup: open,
  run({ jobs }: Context) {
    addTwo(jobs)
    process.nextTick(() => jobs.pop()?.())
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'jobs done by process.nextTick before the call ends',
  setup: open,
  async run({ jobs }: Context) {
    addTwo(jobs)
    await new Promise<void>((resolve) => {
      process.nextTick(() => {
        while (jobs.length > 0) jobs.pop()?.()
        resolve()
      })
    })
  },
  teardown: close,
}

function open(): Context {
  return { jobs: [] }
}

function addTwo(jobs: (() => void)[]): void {
  for (let added = 0; added < 2; added++) jobs.push(() => {})
}

function close({ jobs }: Context): void {
  jobs.length = 0
}
