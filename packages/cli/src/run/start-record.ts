import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { knownIn } from '@plateau/core/loop'
import { isSparse, perCheckpointOf, warmUpOf } from './leg-plan.ts'
import type { StartRecord } from './run-record.ts'
import type { SoakPlan } from './soak-plan.ts'

/** The first line of a run: what was asked for, by what, and from which commit. */
export function startRecordOf(
  plan: SoakPlan,
  { env, cwd }: { readonly env: NodeJS.ProcessEnv; readonly cwd: string },
): StartRecord {
  const { name, mode, iterations, durationMs, ratePerSecond, tolerate } = plan
  const place = placeIn(env, cwd)
  const known = knownIn(cwd)
  return {
    type: 'start',
    schema: 1,
    runId: randomBytes(6).toString('hex'),
    name,
    startedAt: new Date().toISOString(),
    plan: {
      mode,
      warmUpIterations: iterations === undefined ? (plan.warmUp ?? 0) : warmUpOf(plan, iterations),
      ...(iterations !== undefined && {
        iterations,
        ...(!isSparse(plan) && { iterationsPerCheckpoint: perCheckpointOf(plan, iterations) }),
      }),
      ...(durationMs !== undefined && { durationMs }),
      ...(ratePerSecond !== undefined && { ratePerSecond }),
      tolerate,
    },
    versions: {
      plateau: version(),
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
    },
    ...place,
    ...(known.length > 0 && { known }),
  }
}

/** Of a CI's environment these are public; nothing else of it is read. */
function placeIn(
  env: NodeJS.ProcessEnv,
  cwd: string,
): Pick<StartRecord, 'commit' | 'branch' | 'shard'> {
  const commit = env['GITHUB_SHA'] ?? env['CI_COMMIT_SHA'] ?? commitIn(cwd)
  const branch = env['GITHUB_REF_NAME'] ?? env['CI_COMMIT_REF_NAME']
  const shard = env['PLATEAU_SHARD'] ?? env['CI_NODE_INDEX'] ?? env['JOB_COMPLETION_INDEX']
  return {
    ...(commit !== undefined && { commit }),
    ...(branch !== undefined && { branch }),
    ...(shard !== undefined && { shard }),
  }
}

/** Undefined outside of a repository, and without Git. */
function commitIn(cwd: string): string | undefined {
  try {
    const said = execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: GIT_MS,
    })
    return said.trim()
  } catch {
    return undefined
  }
}

/** What takes longer is a repository on a disk that sleeps: a soak does not wait for it. */
const GIT_MS = 5000

export function version(): string {
  const manifest = new URL('../../package.json', import.meta.url)
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
}
