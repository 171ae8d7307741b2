// holder: Timeout|open handle|timers
interface Job {
  readonly id: number
  readonly payload: { readonly to: string; readonly subject: string }
}

const TOO_LONG_MS = 600_000

async function deliver({ payload }: Job): Promise<string> {
  await Promise.resolve()
  return `${payload.subject} was sent to ${payload.to}`
}

/** The watchdog outlives the job that it watches. */
async function withWatchdog(job: Job): Promise<string> {
  const late = new Promise<never>((_, reject) => {
    // <- leaks
    setTimeout(() => reject(new Error(`job ${job.id} took too long`)), TOO_LONG_MS) // <- leaks
  })
  return Promise.race([deliver(job), late])
}

async function withClearedWatchdog(job: Job): Promise<string> {
  let watchdog: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    watchdog = setTimeout(() => reject(new Error(`job ${job.id} took too long`)), TOO_LONG_MS)
  })
  try {
    return await Promise.race([deliver(job), late])
  } finally {
    clearTimeout(watchdog)
  }
}

let jobs = 0
const nextJob = (): Job => ({ id: jobs++, payload: { to: 'ada@example.org', subject: 'Hello' } }) // <- leaks

export const leaky = { name: 'a watchdog for each job', run: () => withWatchdog(nextJob()) }

export const repaired = {
  name: 'the watchdog ends with its job',
  run: () => withClearedWatchdog(nextJob()),
}
