// From Node's own module: fake timers replace the globals.
import { clearInterval, setInterval } from 'node:timers'
import { TargetError } from '../target/target.ts'
import { diagnose, turns } from './diagnose.ts'
import type { NodeProcesses } from './node-processes.ts'

/** Milliseconds between two questions; each costs the target one turn of its loop. */
const EVERY_MS = 1000

/** An event loop that does not turn for so long serves nobody. */
const PATIENCE_MS = 5000

/**
 * Waits for work of which a target may never answer: rejects with `TargetError` once its first process hangs.
 * One that was stopped may go on, so that is noted only.
 */
export async function whileItTurns<Result>(
  work: Promise<Result>,
  processes: NodeProcesses,
  target: string,
): Promise<Result> {
  let isAsking = false
  let isNoted = false
  let give: (reason: TargetError) => void = () => {}
  const hung = new Promise<never>((_, reject) => {
    give = reject
  })
  async function ask(): Promise<void> {
    const [process] = processes.running()
    if (process === undefined || (await turns(process.channel, PATIENCE_MS))) return
    const event = await diagnose(process, target)
    if (event?.kind === 'hangs') give(new TargetError(event.message))
    else if (event && !isNoted) processes.note(event)
    isNoted = event !== undefined
  }
  const timer = setInterval(() => {
    if (isAsking) return
    isAsking = true
    // A process that has ended is told of by the work itself.
    void ask()
      .catch(() => {})
      .finally(() => {
        isAsking = false
      })
  }, EVERY_MS)
  try {
    return await Promise.race([work, hung])
  } finally {
    clearInterval(timer)
  }
}
