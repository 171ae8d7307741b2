// From Node's own module: fake timers replace the globals.
import { clearTimeout, setTimeout } from 'node:timers'
import { TargetError } from '../target/target.ts'
import { describeExit, type ProgramExit } from './describe-exit.ts'
import type { Program } from './start-program.ts'

/** What ends a wait besides its success. */
export interface WaitLimits {
  readonly program: Program
  readonly signal: AbortSignal
  /** In messages, as a noun: "its first answer". */
  readonly what: string
  /** Milliseconds between two questions; 20 by default. */
  readonly everyMs?: number
}

const EVERY_MS = 20

/**
 * Asks until the answer is true. Rejects with `TargetError` when the program ends first, with the
 * signal's reason, and with what `ready` rejects with.
 */
export function waitUntil(ready: () => Promise<boolean>, limits: WaitLimits): Promise<void> {
  const { program, signal, what, everyMs = EVERY_MS } = limits
  return new Promise((resolve, reject) => {
    let isOver = false
    let timer: NodeJS.Timeout | undefined
    function end(settle: () => void): void {
      isOver = true
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      settle()
    }
    function onAbort(): void {
      end(() => reject(signal.reason))
    }
    // A program that has ended may have left its place to another, which then answers.
    function onAnswer(isReady: boolean): void {
      if (isOver || program.exit() !== undefined) return
      if (isReady) end(resolve)
      else timer = setTimeout(ask, everyMs)
    }
    function ask(): void {
      ready().then(onAnswer, (error: unknown) => end(() => reject(error)))
    }
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    void program.exited.then((exit) => {
      if (!isOver) end(() => reject(endedFirst(program, exit, what)))
    })
    ask()
  })
}

function endedFirst(program: Program, exit: ProgramExit, what: string): TargetError {
  const happened = `While waiting for ${what}, ${program.name} ${describeExit(exit)}.`
  const said = program.outputTail()
  if (said === '') {
    return new TargetError(`${happened} It printed nothing. Start it by hand to see why.`)
  }
  return new TargetError(happened, { output: `Its last output:\n${said.replace(/^/gm, '  ')}` })
}
