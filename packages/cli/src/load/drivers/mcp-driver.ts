import { MisuseError } from '@plateau/core'
import type { ServiceRequest } from '@plateau/core/drive'
import { refuseUnknown } from '../../config/refuse-options.ts'
import type { McpConfig } from '../../config/soak-config.ts'
import { templateOf } from '../placeholders.ts'
import { textOf } from '../requests.ts'
import type { LoadDriver } from './driver.ts'
import { mcpLane } from './mcp-lane.ts'
import { stdioLanes } from './mcp-stdio-lanes.ts'
import { refuseNoPath } from './refuse-no-path.ts'

const KNOWN: Readonly<Record<keyof McpConfig, true>> = { path: true, call: true }

/** Throws `MisuseError`, naming the option, its value and the fix. */
export function mcpDriver(given: string | McpConfig, cwd: string): LoadDriver {
  const { path, call = 'tools/list' } = typeof given === 'string' ? { path: given } : given
  if (typeof given === 'object') refuseUnknown(given, KNOWN, 'load.mcp.')
  const asked = [call].flat().map((one) => askedIn(one, { path, cwd }))
  if (path === 'stdio') return { option: 'load.mcp', asked, ...overStdio() }
  refuseNoPath('load.mcp (--mcp)', path, '/mcp, or stdio')
  return { option: 'load.mcp', asked, openLane: mcpLane, timeoutAdvice: () => LONGER }
}

const LONGER =
  'A tool may take longer than that: --timeout (load.timeout) gives each iteration more.'

function overStdio(): Omit<LoadDriver, 'option' | 'asked'> {
  const { openLane, isForeign } = stdioLanes()
  return {
    openLane,
    timeoutAdvice: () =>
      isForeign()
        ? 'It prints lines to stdout that are no messages of the protocol: a server over stdio logs to stderr, and one over HTTP is named by its path, such as --mcp /mcp.'
        : LONGER,
    givingUp: 'the client takes back what it has asked',
    overStdio: "mcp: 'stdio' (--mcp stdio)",
  }
}

/** The name is where a request has its method, the arguments are its body. */
function askedIn(
  given: string,
  { path, cwd }: { readonly path: string; readonly cwd: string },
): ServiceRequest {
  const [, name, args] = /^(\S+)(?: (.+))?$/s.exec(given) ?? []
  const body = args === undefined ? '{}' : textOf(args, 'load.mcp.call (--call)', cwd)
  if (name !== undefined && isObject(body)) {
    return { path, method: name, body, headers: { 'content-type': 'application/json' } }
  }
  throw new MisuseError(
    `load.mcp.call (--call) must be a tool and its arguments as JSON, such as 'search {"query":"{n}"}', or a method such as tools/list, received '${given}'.`,
  )
}

/** With a number in each place that is filled. */
function isObject(body: string): boolean {
  try {
    const parsed: unknown = JSON.parse(templateOf(body, 'text', () => true).fill(() => 0))
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
  } catch {
    return false
  }
}
