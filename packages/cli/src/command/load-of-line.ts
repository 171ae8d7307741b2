import { MisuseError } from '@plateau/core'
import { type CommandLine, toldBeginning } from '@plateau/go/kit'
import { ratePerSecond } from '../config/quantity.ts'
import type { SoakLoadConfig } from '../config/soak-config.ts'
import { driverOfLine } from './driver-of-line.ts'
import { countOf, text } from './line-values.ts'

/** The load of a command line, which replaces that of a configuration, or changes how much of it is sent. */
export function loadOfLine(
  line: CommandLine,
  base: SoakLoadConfig | undefined,
): SoakLoadConfig | undefined {
  const request = line.all('request')
  const kind = line.one('load')
  if (kind !== undefined && kind !== 'external') {
    throw new MisuseError(
      `--load must be external, received '${kind}'. A generator is named with --load-command '${kind} …', requests with --request.`,
    )
  }
  const command = line.one('load-command')?.split(/\s+/).filter(Boolean)
  const what = {
    ...(request.length > 0 && { request }),
    ...text(line, 'routes', 'routes'),
    ...driverOfLine(line, base),
    ...(command && { command }),
    ...(kind && { external: true as const }),
  }
  const concurrency = countOf(line, 'concurrency')
  const rate = line.one('rate')
  const headers = line.all('header')
  const how = {
    ...(rate !== undefined && { rate: ratePerSecond('load.rate (--rate)', rate) }),
    ...(concurrency !== undefined && { concurrency }),
    ...text(line, 'timeout', 'timeout'),
    ...text(line, 'counter', 'counter'),
    ...text(line, 'auth-env', 'authEnv'),
    ...text(line, 'data', 'data'),
    ...text(line, 'abandon', 'abandon'),
    ...text(line, 'stages', 'stages'),
    ...(headers.length > 0 && {
      headers: { ...base?.headers, ...Object.fromEntries(headers.map(headerOf)) },
    }),
  }
  if (Object.keys(what).length > 0) return { ...what, ...how }
  // A counter is asked where others send the load.
  if (base === undefined && line.has('counter')) return { external: true, ...how }
  return base === undefined && Object.keys(how).length === 0 ? undefined : { ...base, ...how }
}

/** The value may be a secret: no more than the first word is told. */
function headerOf(given: string): readonly [string, string] {
  const [, name, value] = /^([^\s:]+):\s*(.+)$/s.exec(given) ?? []
  if (name !== undefined && value !== undefined) return [name, value]
  throw new MisuseError(
    `--header must be a name, a colon and a value such as 'authorization: Bearer …', received ${toldBeginning(given)}.`,
  )
}
