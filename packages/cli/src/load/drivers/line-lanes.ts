import { TargetError } from '@plateau/core'
import type { ProgramStdio } from '@plateau/core/drive'
import { stepsBeforeLeaving } from '../abandon.ts'
import type { Lane } from '../lane.ts'
import type { LanePlace } from './driver.ts'
import { type AnswerEnd, type LineSession, openLineSession } from './line-session.ts'

/** A program has one client on its streams: iterations take turns, each with all that it says. */
export function lineLanes(end: AnswerEnd): {
  openLane(place: LanePlace): Lane
  /** Whether it has printed a line at all. */
  hasPrinted(): boolean
} {
  const sessions = new WeakMap<ProgramStdio, LineSession>()
  let hasPrinted = false

  function sessionOver(stdio: ProgramStdio): LineSession {
    const onLine = (): void => {
      hasPrinted = true
    }
    const session = sessions.get(stdio) ?? openLineSession(stdio, { end, onLine })
    sessions.set(stdio, session)
    return session
  }

  return {
    hasPrinted: () => hasPrinted,
    openLane: ({ stdio, requests, abandoned }) => ({
      async iterate(signal, n) {
        if (stdio === undefined) throw new TargetError('its stdin and stdout are not at hand')
        const session = sessionOver(stdio)
        const texts = requests(n).map(({ body = '' }) => body)
        const left = stepsBeforeLeaving({ n, share: abandoned, steps: texts.length - 1 })
        const done = await session.turn(signal)
        try {
          for (const text of texts.slice(0, left)) await session.say(text, signal)
          const inVain = left === undefined ? undefined : texts[left]
          if (inVain === undefined) return 'whole'
          await session.sayInVain(inVain)
          return 'given up'
        } finally {
          done()
        }
      },
      close() {},
    }),
  }
}
