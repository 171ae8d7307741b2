import { MisuseError } from '@plateau/core'
import { refuseUnknown } from '../../config/refuse-options.ts'
import type { WebSocketConfig } from '../../config/soak-config.ts'
import { textOf } from '../requests.ts'
import type { LoadDriver } from './driver.ts'
import { refuseNoPath } from './refuse-no-path.ts'
import { socketLane } from './socket-lane.ts'

const KNOWN: Readonly<Record<keyof WebSocketConfig, true>> = {
  path: true,
  send: true,
  answers: true,
}

/** Throws `MisuseError`, naming the option, its value and the fix. */
export function webSocketDriver(given: string | WebSocketConfig, cwd: string): LoadDriver {
  const { path, send = [], answers = 1 } = typeof given === 'string' ? { path: given } : given
  if (typeof given === 'object') refuseUnknown(given, KNOWN, 'load.webSocket.')
  refuseNoPath('load.webSocket (--websocket)', path, '/chat')
  const messages = [send].flat().map((text) => textOf(text, 'load.webSocket.send (--send)', cwd))
  if (!Number.isInteger(answers) || answers < 0) {
    throw new MisuseError(
      `load.webSocket.answers (--answers) must be how many messages are awaited after each that is sent, 0 or more, received ${String(answers)}.`,
    )
  }
  return {
    option: 'load.webSocket',
    asked: messages.length === 0 ? [{ path }] : messages.map((body) => ({ path, body })),
    openLane: ({ url, ...rest }) => socketLane(url, { ...rest, answers }),
    timeoutAdvice: () =>
      `Each message that is sent awaits ${answers} of the service: say with --answers (load.webSocket.answers) how many it sends, 0 where it does not answer.`,
  }
}
