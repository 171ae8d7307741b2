import { dirname, resolve } from 'node:path'
import { MisuseError } from '@plateau/core'
import { type CommandIo, parseCommandLine } from '@plateau/go/kit'
import type { SoakConfig } from '../config/soak-config.ts'
import { lastSegment, readRun, startOf } from '../file/read-run.ts'
import { outcomeOf } from '../run/outcome-of.ts'
import type { RunRecord } from '../run/run-record.ts'
import { configOfLine } from './config-of-line.ts'
import { soakOnce } from './soak-once.ts'
import { SOAK_OPTIONS } from './soak-options.ts'

/**
 * `plateau resume RUN -- node server.js`: a new segment in the same file, with a warm-up and a verdict of
 * its own. The run file holds neither the command nor its environment, so they are given again.
 */
export async function resumeCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const line = parseCommandLine(args, 'plateau resume', SOAK_OPTIONS)
  const [path, ...positionals] = line.positionals
  if (path === undefined) {
    throw new MisuseError(
      'plateau resume needs a run, received none: plateau resume .plateau/soak/api --request / -- node server.js.',
    )
  }
  const run = readRun(resolve(io.cwd, path))
  const records = lastSegment(run)
  const outcome = outcomeOf(records)
  if (outcome === 'plateau' || outcome === 'growth' || outcome === 'unsettled') {
    throw new MisuseError(
      `The run '${path}' came to its end (${outcome}): there is nothing to resume. plateau report tells of it; plateau soak starts another one.`,
    )
  }
  const given = await configOfLine({ ...line, positionals }, io.cwd)
  const json = line.one('json')
  const { code } = await soakOnce(withPlan(given, records), io, {
    ...(json !== undefined && { json }),
    resumed: { folder: dirname(run.path), message: segmentSentence(run.segments.length, records) },
  })
  return code
}

/** What was asked for the first time holds, unless it is said anew. */
function withPlan(given: SoakConfig, records: readonly RunRecord[]): SoakConfig {
  const { name, plan } = startOf(records)
  const isLong = given.iterations !== undefined || given.duration !== undefined
  return {
    name,
    tolerate: plan.tolerate,
    ...(!isLong && plan.iterations !== undefined && { iterations: plan.iterations }),
    ...(!isLong && plan.durationMs !== undefined && { duration: plan.durationMs }),
    ...given,
  }
}

function segmentSentence(segments: number, records: readonly RunRecord[]): string {
  const iterations = records.reduce(
    (most, record) => Math.max(most, 'iterations' in record ? (record.iterations ?? 0) : 0),
    0,
  )
  return `This is segment ${segments + 1} of the run: the one before ended after ${iterations} iterations (${outcomeOf(records)}). Its process was another one, so this one warms up and is judged for itself.`
}
