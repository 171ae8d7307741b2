import { resolve } from 'node:path'
import { MisuseError } from '@plateau/core'
import { commandLoad } from '../load/command-load.ts'
import { counterOf } from '../load/counter.ts'
import { driveLoad } from '../load/drive-load.ts'
import { requestsOf } from '../load/requests.ts'
import type { SoakLoad } from '../load/soak-load.ts'
import type { SoakMode } from '../run/run-record.ts'
import type { Driver, SoakPlan } from '../run/soak-plan.ts'
import { checkConfig, isTargetObject } from './check-config.ts'
import { bytesOf, durationMs, ratePerSecond } from './quantity.ts'
import type { SoakConfig, SoakLoadConfig, SoakTarget } from './soak-config.ts'
import { kindOf, targetOf } from './target-of.ts'

const DEFAULT_DURATION_MS = 600_000
const DEFAULT_START_MS = 60_000
const DEFAULT_TIMEOUT_MS = 10_000

/** Four connections keep a server busy; by the clock, more may be needed while some wait. */
const DEFAULT_CONCURRENCY = 4
const DEFAULT_CONCURRENCY_OF_RATE = 16

/** Reads every option once. Throws `MisuseError`, naming the option, its value and the fix. */
export function resolveSoak(config: SoakConfig, cwd: string): SoakPlan {
  checkConfig(config)
  const { target: given, load, iterations, limit } = config
  if (!isTargetObject(given)) refuseOldNode(given)
  const driver = driverOf(config, cwd)
  const limitBytes = limit === undefined ? undefined : bytesOf('limit', limit)
  const target = isTargetObject(given)
    ? given
    : targetOf(given, {
        name: config.name,
        load: driver.kind === 'load' ? driver.load : undefined,
        limitBytes,
      })
  const mode = config.mode ?? modeOf(config, driver)
  refuseEndless(config, driver)
  const isTimed = config.duration !== undefined || iterations === undefined
  return {
    name: config.name ?? target.name,
    target,
    mode,
    driver,
    iterations,
    durationMs: isTimed
      ? durationMs('duration', config.duration ?? DEFAULT_DURATION_MS)
      : undefined,
    warmUp: config.warmUp,
    iterationsPerCheckpoint: config.every,
    ratePerSecond: load?.rate === undefined ? undefined : ratePerSecond('load.rate', load.rate),
    tolerate: config.tolerate ?? {},
    probes: config.probes,
    limitBytes,
    isFailingFast: config.failFast ?? false,
    isExplaining: config.explain !== 'off' && driver.kind !== 'external',
    keep: config.keep,
    startMs: isTargetObject(given)
      ? DEFAULT_START_MS
      : durationMs('target.startWithin', given.startWithin ?? DEFAULT_START_MS),
  }
}

/** The inspector of a Node program is reached through a WebSocket. */
function refuseOldNode(target: SoakTarget): void {
  if (typeof globalThis.WebSocket === 'function' || kindOf(target) !== 'node') return
  throw new MisuseError(
    `plateau soak runs on Node ${process.versions.node}, which has no WebSocket to reach a Node program's inspector. Run it with Node 22 or newer; the program itself may use an older one.`,
  )
}

function driverOf({ target, load }: SoakConfig, cwd: string): Driver {
  if (isTargetObject(target)) {
    if (load === undefined) return { kind: 'target' }
    throw new MisuseError(
      `load has no meaning beside target '${target.name}', which knows its iterations by itself: leave it out.`,
    )
  }
  const { external, command, counter } = load ?? {}
  if (external || (command && counter !== undefined) || (load === undefined && isWatched(target))) {
    return {
      kind: 'external',
      counter: counter === undefined ? undefined : counterOf(counter),
      command,
      url: target.url,
      cwd,
    }
  }
  if (load !== undefined) return { kind: 'load', load: loadOf(load, resolve(cwd)) }
  throw new MisuseError(
    "load is missing: say what one iteration is, such as load: { request: '/' } or --request /; or load: { external: true } where others send it.",
  )
}

/** What runs already, and what is no service as far as can be known, may do its work by itself. */
function isWatched(target: SoakTarget): boolean {
  return target.attach !== undefined || target.pid !== undefined || kindOf(target) === 'process'
}

function loadOf(load: SoakLoadConfig, cwd: string): SoakLoad {
  if (load.command !== undefined) return commandLoad(load.command, cwd)
  const { request, iteration, rate, headers, timeout = DEFAULT_TIMEOUT_MS } = load
  const lanes = rate === undefined ? DEFAULT_CONCURRENCY : DEFAULT_CONCURRENCY_OF_RATE
  return driveLoad({
    ...(request !== undefined && { request: requestsOf(request) }),
    ...(iteration !== undefined && { iteration }),
    ...(headers !== undefined && { headers }),
    ratePerSecond: rate === undefined ? undefined : ratePerSecond('load.rate', rate),
    concurrency: load.concurrency ?? lanes,
    timeoutMs: durationMs('load.timeout', timeout),
  })
}

/** What nothing but the system tells of is only watched; what others drive cannot pause. */
function modeOf({ target }: SoakConfig, { kind }: Driver): SoakMode {
  const isOpaque = isTargetObject(target)
    ? target.probes.every(({ unit, noise }) => unit !== 'bytes' || noise === 'noisy')
    : kindOf(target) === 'process'
  if (isOpaque) return 'envelope'
  return kind === 'external' ? 'continuous' : 'checkpoints'
}

function refuseEndless({ iterations, load }: SoakConfig, { kind }: Driver): void {
  if (kind !== 'external' || iterations === undefined || load?.counter !== undefined) return
  throw new MisuseError(
    `iterations: ${iterations} cannot be counted where others send the load. Name their counter with counter, or say how long with duration.`,
  )
}
