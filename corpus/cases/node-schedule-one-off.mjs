// A job for one date stayed in the table of scheduled jobs after it had run.
export const meta = {
  id: 'node-schedule-one-off',
  package: 'node-schedule',
  leaky: '1.3.3',
  fixed: '2.0.0',
  kind: 'timers / job registry',
  metric: 'heap',
  n: 300,
  source:
    'node-schedule/node-schedule pull requests #478 and #581, CHANGELOG 2.0.0 "Avoid leaking memory on one-off jobs"',
  bytesPerIteration: 1197,
  node: ['22', '24'],
}

export async function setup(load) {
  const { default: schedule } = await load()
  return { schedule }
}

export async function iterate({ schedule }) {
  await new Promise((resolve) => {
    const job = new schedule.Job(() => resolve())
    // A date that has passed by the time it is looked at is refused with false.
    let accepted = false
    while (!accepted) accepted = job.schedule(new Date(Date.now() + 3))
  })
}

export async function teardown({ schedule }) {
  for (const job of Object.values(schedule.scheduledJobs)) job.cancel()
}
