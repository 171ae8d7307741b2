import { basename, relative, resolve } from 'node:path'
import { type CommandIo, EXIT } from '@plateau/go/kit'
import { isTargetObject } from '../config/check-config.ts'
import { refuseMissing } from '../config/refuse-missing.ts'
import { resolveSoak } from '../config/resolve-soak.ts'
import type { SoakConfig } from '../config/soak-config.ts'
import type { RunFile } from '../file/run-file.ts'
import { serveMetrics } from '../live/serve-metrics.ts'
import { showLive } from '../live/show-live.ts'
import type { EndRecord, EventRecord, RunRecord } from '../run/run-record.ts'
import { runSoak } from '../run/run-soak.ts'
import { addEvent, createLog, createStatus, type SoakLog } from '../run/soak.ts'
import type { SoakPlan } from '../run/soak-plan.ts'
import { startRecordOf } from '../run/start-record.ts'
import { exitCodeOfEnd } from './exit-code.ts'
import { leaveBehind } from './leave-behind.ts'
import { openRunIn } from './open-run-in.ts'
import { refuseUnwritable } from './refuse-unwritable.ts'

/** Where the outcome goes besides the folder of the run, and what it goes on from. */
export interface SoakExtras {
  readonly json?: string
  /** The folder of a run that is resumed, and what is said about it. */
  readonly resumed?: { readonly folder: string; readonly message: string }
}

/** A soak that was run, and where its reports are. */
export interface SoakDone {
  readonly code: number
  readonly records: readonly RunRecord[]
  readonly folder: string
}

/** Runs a soak and leaves its reports behind. */
export async function soakOnce(
  config: SoakConfig,
  io: CommandIo,
  extras: SoakExtras = {},
): Promise<SoakDone> {
  const plan = resolveSoak(config, io)
  if (!isTargetObject(config.target)) refuseMissing(config.target, config.load)
  const history = resolve(io.cwd, config.history ?? 'plateau-history.ndjson')
  refuseUnwritable('history (--history)', history)
  if (extras.json !== undefined && extras.json !== '-')
    refuseUnwritable('--json', resolve(io.cwd, extras.json))
  const folder = extras.resumed?.folder ?? folderOf(config, plan, io.cwd)
  const file = openRunIn(folder, config.out)
  plan.output?.keepIn(folder)
  const log = createLog(file)
  const status = createStatus()
  log.add(startRecordOf(plan, io))
  if (extras.resumed) addEvent({ log, status }, segmentEvent(extras.resumed.message))
  log.sync()
  const metrics = config.metricsPort
    ? await serveMetrics(config.metricsPort, { log, status }).catch(discarding(plan, file))
    : undefined
  const live = showLive(extras.json === '-' ? io.stderr : io.stdout, {
    log,
    status,
    plan,
    env: io.env,
  })
  const end = await runWarned(plan, io, { log, status, file }).finally(() => {
    live.end()
    metrics?.close()
  })
  const problems = await leaveBehind({
    records: log.records,
    failure: file.failure(),
    folder,
    io,
    ...(extras.json !== undefined && { json: extras.json }),
    history,
  })
  file.close()
  tellOutput(plan, io)
  const failure = file.failure()
  for (const problem of [...(failure ? [failure] : []), ...problems])
    io.stderr.write(`${problem}\n`)
  const isHarnessFailed = failure !== undefined || problems.length > 0
  const code = isHarnessFailed ? harnessFailed(end) : exitCodeOfEnd(end, io.signal)
  return { code, records: log.records, folder }
}

/** That it could not be kept is no failure of the soak, but must be known. */
function tellOutput({ output }: SoakPlan, { stderr, cwd }: CommandIo): void {
  const printed = output?.file()
  const problem = output?.failure()
  if (printed !== undefined) {
    stderr.write(
      `What the target printed is in ${relative(cwd, printed)}: it may hold secrets, keep it out of artifacts.\n`,
    )
  }
  if (problem !== undefined) stderr.write(`${problem}\n`)
  output?.close()
}

/** A leak stays one though its report could not be written; nothing else is a statement. */
function harnessFailed({ verdicts, reason }: EndRecord): number {
  const isProved = reason === 'done' && verdicts.some(({ verdict }) => verdict.kind === 'growth')
  return isProved ? EXIT.growth : EXIT.harnessFailed
}

async function runWarned(
  plan: SoakPlan,
  io: CommandIo,
  { log, status, file }: { log: SoakLog; status: ReturnType<typeof createStatus>; file: RunFile },
): Promise<EndRecord> {
  let isTold = false
  const watched: SoakLog = {
    ...log,
    sync() {
      log.sync()
      const failure = file.failure()
      if (failure === undefined || isTold) return
      isTold = true
      io.stderr.write(`${failure}\n`)
    },
  }
  return runSoak(plan, {
    log: watched,
    status,
    signal: io.signal,
    tell: (text) => io.stderr.write(`${text}\n`),
  }).catch(discarding(plan, file))
}

/** Of wrong use: nothing was run, so what looks like a run must not stay. */
function discarding({ output }: SoakPlan, file: RunFile): (misuse: unknown) => never {
  return (misuse) => {
    output?.close()
    file.discard()
    throw misuse
  }
}

function segmentEvent(message: string): Pick<EventRecord, 'kind' | 'message'> {
  return { kind: 'segment', message }
}

/** Without an `out`, every run has a folder of its own. */
function folderOf(config: SoakConfig, { name }: SoakPlan, cwd: string): string {
  if (config.out !== undefined) return resolve(cwd, config.out)
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-')
  const plain =
    basename(name)
      .replace(/[^\w.-]+/g, '-')
      .replace(/^[-.]+/, '') || 'soak'
  return resolve(cwd, '.plateau', 'soak', `${plain}-${time}`)
}
