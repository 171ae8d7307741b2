import { MisuseError } from '@plateau/core'
import { refuseUnknown } from '../../config/refuse-options.ts'
import type { LinesConfig } from '../../config/soak-config.ts'
import { textOf } from '../requests.ts'
import type { LoadDriver } from './driver.ts'
import { lineLanes } from './line-lanes.ts'
import type { AnswerEnd } from './line-session.ts'

const KNOWN: Readonly<Record<keyof LinesConfig, true>> = { send: true, answers: true, until: true }

/** Throws `MisuseError`, naming the option, its value and the fix. */
export function lineDriver(
  given: string | readonly string[] | LinesConfig,
  cwd: string,
): LoadDriver {
  const config = isLines(given) ? { send: given } : given
  refuseUnknown(config, KNOWN, 'load.lines.')
  const { send, until } = config
  const texts = [send].flat().map((text) => textOf(text, 'load.lines.send (--line)', cwd))
  const end: AnswerEnd = { answers: answersOf(config), until }
  const { openLane, hasPrinted } = lineLanes(end)
  return {
    option: 'load.lines',
    asked: texts.map((text) => ({ path: '/', body: text.replace(/\r?\n$/, '') })),
    openLane,
    timeoutAdvice: () => (hasPrinted() ? tooFew(end) : NOTHING_PRINTED),
    givingUp: 'the client goes on without waiting for an answer',
    overStdio: 'lines (--line)',
  }
}

function isLines(given: unknown): given is string | readonly string[] {
  return typeof given === 'string' || Array.isArray(given)
}

function answersOf({ send, answers = 1, until }: LinesConfig): number {
  if (send === undefined || send.length === 0) {
    throw new MisuseError(
      "load.lines.send (--line) must be what is typed in one iteration, such as 'add {n}', received nothing.",
    )
  }
  if (until === '') {
    throw new MisuseError(
      'load.lines.until (--until) must be a text in the last line of each answer, received an empty one.',
    )
  }
  if (Number.isInteger(answers) && answers >= 0) return answers
  throw new MisuseError(
    `load.lines.answers (--answers) must be how many lines are awaited after each that is sent, 0 or more, received ${String(answers)}.`,
  )
}

const NOTHING_PRINTED =
  'It has printed no line to stdout at all: a program whose stdout is no terminal often holds back what it prints until it flushes (python -u, stdbuf -oL), or reads only a terminal. Where it does not answer, say --answers 0 (load.lines.answers).'

function tooFew({ answers, until }: AnswerEnd): string {
  return until === undefined
    ? `Each text that is sent awaits ${answers} of its lines: say with --answers (load.lines.answers) how many it prints, or with --until (load.lines.until) what its last line contains.`
    : `None of the lines that it prints contains '${until}', which --until (load.lines.until) awaits at the end of each answer.`
}
