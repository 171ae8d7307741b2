import { styleText } from 'node:util'
import type { CommandIo, TextSink } from '@plateau/go/kit'
import { withPlainTexts } from '../report/plain-text.ts'
import type { SoakLog, SoakStatus } from '../run/soak.ts'
import type { SoakPlan } from '../run/soak-plan.ts'
import { liveLine } from './live-line.ts'

const DRAW_MS = 500
const PLAIN_MS = 60_000

/** Shows how a soak goes on: one line that is drawn over in a terminal, a line a minute elsewhere. */
export function showLive(
  sink: TextSink,
  {
    log,
    status,
    plan,
    env,
  }: {
    readonly log: SoakLog
    readonly status: SoakStatus
    readonly plan: SoakPlan
    readonly env: CommandIo['env']
  },
): { end(): void } {
  const isDrawn = sink.isTTY === true && !env['CI']
  const recent = { iterations: 0, elapsedMs: 0, ratePerSecond: 0 }
  sink.write(`${plan.name}: ${lengthOf(plan)}\n`)
  const timer = setInterval(show, isDrawn ? DRAW_MS : PLAIN_MS)
  timer.unref()
  let shownEvents = 0

  function show(): void {
    const elapsedMs = log.elapsedMs()
    const iterations = status.iterations()
    recent.ratePerSecond =
      (1000 * (iterations - recent.iterations)) / (elapsedMs - recent.elapsedMs)
    recent.iterations = iterations
    recent.elapsedMs = elapsedMs
    const { ratePerSecond } = recent
    const line = liveLine({ records: log.records, status, elapsedMs, ratePerSecond })
    const events = newEvents()
    if (!isDrawn) {
      sink.write(`${[...events, line].join('\n')}\n`)
      return
    }
    const fitting = line.slice(0, (sink.columns ?? 80) - 1)
    const above = events.map((event) => `\x1b[2K\r${event}\n`).join('')
    sink.write(`${above}\x1b[2K\r${coloured(fitting, status)}`)
  }

  function newEvents(): readonly string[] {
    const events = log.records.filter((record) => record.type === 'event')
    const fresh = events.slice(shownEvents)
    shownEvents = events.length
    return fresh.map(({ message }) => withPlainTexts(message))
  }

  return {
    end() {
      clearInterval(timer)
      if (isDrawn) sink.write('\x1b[2K\r')
    },
  }
}

function lengthOf({ iterations, durationMs, mode }: SoakPlan): string {
  const length = [
    ...(iterations === undefined ? [] : [`${iterations} iterations`]),
    ...(durationMs === undefined ? [] : [`${Math.round(durationMs / 1000)} s`]),
  ]
  return `a soak of ${length.join(' or ')}, by ${mode}`
}

function coloured(line: string, { verdicts }: SoakStatus): string {
  const isGrowing = verdicts.some(({ verdict }) => verdict.kind === 'growth')
  return isGrowing ? styleText('red', line) : line
}
