import type { ProjectFiles } from '../explain/go-sources.ts'
import type { GoTargetOptions } from '../options/go-options.ts'
import type { Build } from '../toolchain/build.ts'

/** A program that can be started, as often as it takes: once to measure, once more to explain. */
export interface ProgramPlan {
  /** In messages. */
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly stdin: string | undefined
  /** Undefined where the program was not built here. */
  readonly build: Build | undefined
  readonly options: GoTargetOptions
  /** What the agent in it runs; undefined where work comes from outside. */
  readonly scenario: string | undefined
}

/** Whose lines are the project's own, as far as the build tells. */
export function projectOf(build: Build | undefined): ProjectFiles {
  const { moduleDir, modulePath } = build ?? {}
  return {
    ...(moduleDir !== undefined && { moduleDir }),
    ...(modulePath !== undefined && { modulePath }),
  }
}

/** At GOMAXPROCS 1 every reading repeats; what the user or the environment says wins. */
export function environmentOf(
  { env = {}, processors = 1 }: Pick<GoTargetOptions, 'env' | 'processors'>,
  outer: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const given = env['GOMAXPROCS'] ?? outer['GOMAXPROCS']
  const isLeft = given !== undefined || processors === 'default'
  return {
    ...outer,
    GOTRACEBACK: outer['GOTRACEBACK'] ?? 'all',
    ...(!isLeft && { GOMAXPROCS: String(processors) }),
    ...env,
  }
}

/** GODEBUG is a list: the user's settings stay, and later ones win. */
export function withGodebug(env: NodeJS.ProcessEnv, setting: string): NodeJS.ProcessEnv {
  const given = env['GODEBUG']
  return { ...env, GODEBUG: given ? `${given},${setting}` : setting }
}

/** The trace tells of the heap at collections only: by default, the next one comes once it has doubled. */
export function withFrequentCollections(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, GOGC: env['GOGC'] ?? '10' }
}

const PORT = '{port}'

export function withPort(plan: ProgramPlan, port: number): ProgramPlan {
  const put = (text: string): string => text.replaceAll(PORT, String(port))
  const given = plan.options.env ?? {}
  const env = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, put(text)]))
  const variable = plan.options.port ?? 'PORT'
  return {
    ...plan,
    args: plan.args.map(put),
    env: { ...plan.env, [variable]: String(port), ...env },
  }
}
