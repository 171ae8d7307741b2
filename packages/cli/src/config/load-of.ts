import { abandonedShare } from '../load/abandon.ts'
import { authorizationFrom } from '../load/authorization.ts'
import { commandLoad } from '../load/command-load.ts'
import { type DrivenLoad, driveLoad } from '../load/drive-load.ts'
import { driverOf, type LoadDriver } from '../load/drivers/driver.ts'
import { fillRequests } from '../load/fill-requests.ts'
import { type Row, readData } from '../load/read-data.ts'
import { requestsOf } from '../load/requests.ts'
import type { SoakLoad } from '../load/soak-load.ts'
import { stagesOf } from '../load/stages.ts'
import { durationMs, ratePerSecond } from './quantity.ts'
import type { SoakPlace } from './resolve-soak.ts'
import type { SoakLoadConfig } from './soak-config.ts'

const DEFAULT_TIMEOUT_MS = 10_000

/** Four connections keep a server busy; by the clock, more may be needed while some wait. */
const DEFAULT_CONCURRENCY = 4
const DEFAULT_CONCURRENCY_OF_RATE = 16

/** The load that Plateau sends, or a command that does exactly so many. Throws `MisuseError`. */
export function loadOf(load: SoakLoadConfig, { cwd, env }: SoakPlace): SoakLoad {
  if (load.command !== undefined) return commandLoad(load.command, cwd)
  const { request, iteration, rate, timeout = DEFAULT_TIMEOUT_MS } = load
  const headers = headersOf(load, env)
  const rows = load.data === undefined ? undefined : readData(load.data, cwd)
  const stages = load.stages === undefined ? undefined : stagesOf(load.stages)
  const lanes = rate === undefined ? DEFAULT_CONCURRENCY : DEFAULT_CONCURRENCY_OF_RATE
  const abandoned = load.abandon === undefined ? undefined : abandonedShare(load.abandon)
  return driveLoad({
    ...(request !== undefined && {
      requests: fillRequests(requestsOf(request, cwd), { rows, headers }),
    }),
    ...drivenBy(driverOf(load, cwd), { rows, headers, abandoned }),
    ...(iteration !== undefined && { iteration }),
    headers,
    ...(abandoned !== undefined && { abandoned }),
    ratePerSecond: rate === undefined ? undefined : ratePerSecond('load.rate (--rate)', rate),
    concurrency: stages ? Math.max(...stages.map((one) => one.lanes)) : (load.concurrency ?? lanes),
    ...(stages && { stages }),
    timeoutMs: durationMs('load.timeout (--timeout)', timeout),
  })
}

interface Sent {
  readonly rows: readonly Row[] | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly abandoned: number | undefined
}

function drivenBy(
  driver: LoadDriver | undefined,
  { rows, headers, abandoned = 0 }: Sent,
): Pick<DrivenLoad, 'laneAt' | 'timeoutAdvice' | 'givingUp' | 'overStdio'> {
  if (driver === undefined) return {}
  const { option, asked, openLane, ...rest } = driver
  const requests = fillRequests(asked, { option, rows, headers })
  return { laneAt: (service) => openLane({ ...service, requests, abandoned }), ...rest }
}

function headersOf(
  { headers = {}, authEnv }: SoakLoadConfig,
  env: NodeJS.ProcessEnv,
): Readonly<Record<string, string>> {
  if (authEnv === undefined) return headers
  return { ...headers, authorization: authorizationFrom(authEnv, env) }
}
