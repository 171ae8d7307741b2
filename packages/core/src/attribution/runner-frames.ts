import type { RunnerMade } from '../plateau/verdict.ts'
import type { Frame } from './allocation-profile.ts'
import { userFrame } from './user-frames.ts'

export type RunnerPart = Pick<RunnerMade, 'runner' | 'part'>

/**
 * The part of a runner that allocated it, where only the stack is known. What a runner's own code calls works for it, as the package
 * does by which Jest fakes timers; what that calls back is the user's again.
 */
export function runnerAllocated(frames: readonly Frame[]): RunnerMade | undefined {
  const innermost = userFrame(frames)
  if (innermost === undefined) return undefined
  const maker = packageOf(innermost.url)
  const caller = frames
    .slice(frames.indexOf(innermost))
    .find(({ url }) => maker === undefined || packageOf(url) !== maker)
  const ofCaller = maker === undefined ? undefined : runnerOf(caller?.url ?? '')
  const found = runnerOf(innermost.url) ?? ofCaller
  return found && { ...found, does: 'allocates' }
}

/** The folder of a script's package; undefined where it is in none. */
function packageOf(url: string): string | undefined {
  return /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(url)?.[0]
}

/** The innermost function of the user's that neither a runner's code nor what that calls is: a runner's line is nobody's leak. */
export function ownFrame(frames: readonly Frame[]): Frame | undefined {
  const innermost = userFrame(frames)
  if (innermost === undefined || runnerAllocated(frames) === undefined) return innermost
  return ownFrame(frames.slice(frames.indexOf(innermost) + 1))
}

/** Whose code a script of a runner is. The first that matches, in this order, decides. */
const SCRIPTS: readonly (readonly [RegExp, RunnerPart])[] = [
  [/^(?:@vitest\/spy|tinyspy)\/|^vitest\/dist\/chunks\/spy\b/, { runner: 'vitest', part: 'mocks' }],
  [/^@vitest\/snapshot\//, { runner: 'vitest', part: 'snapshots' }],
  [/^@vitest\/expect\//, { runner: 'vitest', part: 'assertions' }],
  [/^(?:vitest|@vitest\/[^/]+)\//, { runner: 'vitest', part: 'state' }],
  [/^jest-mock\//, { runner: 'jest', part: 'mocks' }],
  [/^@jest\/console\//, { runner: 'jest', part: 'console' }],
  [/^jest-snapshot\//, { runner: 'jest', part: 'snapshots' }],
  [/^(?:expect|@jest\/expect)\//, { runner: 'jest', part: 'assertions' }],
  [/^(?:jest-[^/]+|@jest\/[^/]+)\//, { runner: 'jest', part: 'state' }],
]

/** What belongs to which runner inside Node. */
const NODE_TEST_MOCKS = 'node:internal/test_runner/mock/'

/** Whose code a script is; undefined where it is no runner's. */
export function runnerOf(url: string): RunnerPart | undefined {
  if (url.startsWith(NODE_TEST_MOCKS)) return { runner: 'node:test', part: 'mocks' }
  const inPackage = url.split(/[/\\]node_modules[/\\]/)
  if (inPackage.length === 1) return undefined
  const path = (inPackage.at(-1) as string).replaceAll('\\', '/')
  return SCRIPTS.find(([pattern]) => pattern.test(path))?.[1]
}

/** The runner whose code adds to a store of its own. */
export function runnerThatKeeps(url: string): RunnerMade | undefined {
  const runner = runnerOf(url)
  return runner && { ...runner, does: 'keeps' }
}
