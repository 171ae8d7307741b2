import { MisuseError } from '@plateau/core'
import type { CommandLine } from '@plateau/go/kit'
import type { SoakLoadConfig } from '../config/soak-config.ts'
import { countOf } from './line-values.ts'

/** What a command line says of a load that is no plain requests; nothing where it says nothing. Throws `MisuseError`. */
export function driverOfLine(
  line: CommandLine,
  base: SoakLoadConfig = {},
): Pick<SoakLoadConfig, 'webSocket' | 'events' | 'mcp' | 'lines'> {
  return {
    ...(isOfLines(line, base) ? linesOf(line, base.lines) : webSocketOf(line, base.webSocket)),
    ...eventsOf(line, base.events),
    ...mcpOf(line, base.mcp),
  }
}

function eventsOf(
  line: CommandLine,
  base: SoakLoadConfig['events'],
): Pick<SoakLoadConfig, 'events'> {
  const count = countOf(line, 'count')
  const request = line.one('events') ?? (typeof base === 'object' ? base.request : base)
  if (!line.has('events') && !line.has('count')) return {}
  if (request === undefined) throw alone('count', '--events /PATH')
  return {
    events: {
      ...(typeof base === 'object' && base),
      request,
      ...(count !== undefined && { count }),
    },
  }
}

function mcpOf(line: CommandLine, base: SoakLoadConfig['mcp']): Pick<SoakLoadConfig, 'mcp'> {
  const call = line.all('call')
  const path = line.one('mcp') ?? (typeof base === 'object' ? base.path : base)
  if (!line.has('mcp') && !line.has('call')) return {}
  if (path === undefined) throw alone('call', '--mcp /PATH or --mcp stdio')
  return {
    mcp: { ...(typeof base === 'object' && base), path, ...(call.length > 0 && { call }) },
  }
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

/** Both await answers. */
function isOfLines(line: CommandLine, base: SoakLoadConfig): boolean {
  return line.has('line') || line.has('until') || base.lines !== undefined
}

function linesOf(line: CommandLine, base: SoakLoadConfig['lines']): Pick<SoakLoadConfig, 'lines'> {
  const [typed, answers, until] = [line.all('line'), numberOf(line, 'answers'), line.one('until')]
  if (!['line', 'answers', 'until'].some((option) => line.has(option))) return {}
  const configured = typeof base === 'object' && 'send' in base ? base : undefined
  const send = typed.length > 0 ? typed : (configured?.send ?? (base as readonly string[]))
  if (send === undefined) throw alone('until', "--line 'TEXT'")
  return {
    lines: {
      ...configured,
      send,
      ...(answers !== undefined && { answers }),
      ...(until !== undefined && { until }),
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
