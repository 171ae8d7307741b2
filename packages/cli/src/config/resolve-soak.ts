import { resolve } from 'node:path'
import { MisuseError } from '@plateau/core'
import { keepOutput } from '../file/target-output.ts'
import { counterOf } from '../load/counter.ts'
import type { SoakMode } from '../run/run-record.ts'
import type { Driver, SoakPlan } from '../run/soak-plan.ts'
import { checkConfig, isTargetObject } from './check-config.ts'
import { loadOf } from './load-of.ts'
import { bytesOf, durationMs, ratePerSecond } from './quantity.ts'
import type { SoakConfig, SoakTarget } from './soak-config.ts'
import { kindOf, targetOf } from './target-of.ts'

const DEFAULT_DURATION_MS = 600_000
const DEFAULT_START_MS = 60_000

/** Where paths begin, and what a login is read from. */
export interface SoakPlace {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
}

/** Reads every option once. Throws `MisuseError`, naming the option, its value and the fix. */
export function resolveSoak(config: SoakConfig, place: SoakPlace): SoakPlan {
  checkConfig(config)
  const { target: given, load, iterations, limit } = config
  if (!isTargetObject(given)) {
    refuseOldNode(given)
    refuseLogin(given)
  }
  const driver = driverOf(config, place)
  const limitBytes = limit === undefined ? undefined : bytesOf('limit (--limit)', limit)
  const output = isTargetObject(given) || config.output === 'off' ? undefined : keepOutput()
  const target = isTargetObject(given)
    ? given
    : targetOf(given, {
        name: config.name,
        load: driver.kind === 'load' ? driver.load : undefined,
        limitBytes,
        onOutput: output?.onOutput,
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
      ? durationMs('duration (--duration)', config.duration ?? DEFAULT_DURATION_MS)
      : undefined,
    warmUp: config.warmUp,
    iterationsPerCheckpoint: config.every,
    ratePerSecond:
      load?.rate === undefined ? undefined : ratePerSecond('load.rate (--rate)', load.rate),
    tolerate: config.tolerate ?? {},
    probes: config.probes,
    limitBytes,
    isFailingFast: config.failFast ?? false,
    isExplaining: config.explain !== 'off' && driver.kind !== 'external',
    keep: config.keep,
    output,
    url: isTargetObject(given) ? undefined : given.url,
    startMs: isTargetObject(given)
      ? DEFAULT_START_MS
      : durationMs('target.startWithin (--start-within)', given.startWithin ?? DEFAULT_START_MS),
  }
}

/** The inspector of a Node program is reached through a WebSocket. */
function refuseOldNode(target: SoakTarget): void {
  if (typeof globalThis.WebSocket === 'function' || kindOf(target) !== 'node') return
  throw new MisuseError(
    `plateau soak runs on Node ${process.versions.node}, which has no WebSocket to reach a Node program's inspector. Run it with Node 22 or newer; the program itself may use an older one.`,
  )
}

/** An address is printed and kept in every report. */
function refuseLogin({ url }: SoakTarget): void {
  if (url === undefined || !/^\w+:\/\/[^/]*@/.test(url)) return
  throw new MisuseError(
    'target.url (--url) must not hold a login, for reports tell it: leave out what stands before @, and send it with --auth-env NAME (load.authEnv), which reads it from the environment and tells it nowhere.',
  )
}

function driverOf({ target, load }: SoakConfig, { cwd, env }: SoakPlace): Driver {
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
  if (load !== undefined) return { kind: 'load', load: loadOf(load, { cwd: resolve(cwd), env }) }
  throw new MisuseError(
    "load is missing: say what one iteration is, such as load: { request: '/' } or --request /; or load: { external: true } where others send it.",
  )
}

/** What runs already, and what is no service as far as can be known, may do its work by itself. */
function isWatched(target: SoakTarget): boolean {
  return target.attach !== undefined || target.pid !== undefined || kindOf(target) === 'process'
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
