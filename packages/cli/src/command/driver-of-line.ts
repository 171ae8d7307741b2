import { MisuseError } from '@plateau/core'
import type { CommandLine } from '@plateau/go/kit'
import type { SoakLoadConfig } from '../config/soak-config.ts'

/** What a command line says of a load that is no plain requests; nothing where it says nothing. Throws `MisuseError`. */
export function driverOfLine(
  line: CommandLine,
  base: SoakLoadConfig = {},
): Pick<SoakLoadConfig, 'webSocket'> {
  return webSocketOf(line, base.webSocket)
}

function webSocketOf(
  line: CommandLine,
  base: SoakLoadConfig['webSocket'],
): Pick<SoakLoadConfig, 'webSocket'> {
  const [send, answers] = [line.all('send'), numberOf(line, 'answers')]
  const path = line.one('websocket') ?? (typeof base === 'object' ? base.path : base)
  const given = ['websocket', 'send', 'answers'].find((option) => line.has(option))
  if (given === undefined) return {}
  if (path === undefined) throw alone(given, '--websocket /PATH')
  return {
    webSocket: {
      ...(typeof base === 'object' && base),
      path,
      ...(send.length > 0 && { send }),
      ...(answers !== undefined && { answers }),
    },
  }
}

function alone(option: string, owner: string): MisuseError {
  return new MisuseError(`--${option} goes with ${owner}, which is missing.`)
}

/** 0 or more. */
function numberOf(line: CommandLine, option: string): number | undefined {
  const text = line.one(option)
  if (text === undefined || /^\d+$/.test(text)) return text === undefined ? undefined : Number(text)
  throw new MisuseError(`--${option} must be a number, 0 or more, received '${text}'.`)
}
