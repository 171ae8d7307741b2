import { type Origin, originOf } from '../dump/package-of.ts'
import type { Frame } from '../frame.ts'

/** What a stack had in use when the base and the final profile were taken. */
export interface ProfiledStack {
  /** Innermost first. */
  readonly stack: readonly Frame[]
  readonly base: InUse
  readonly final: InUse
}

interface InUse {
  readonly objects: number
  readonly bytes: number
}

/** What the page draws: every frame once, and stacks by the numbers of their frames. */
export interface PageData {
  readonly iterations: number
  readonly frames: readonly PageFrame[]
  readonly stacks: readonly PageStack[]
}

export interface PageFrame {
  readonly function: string
  readonly file: string
  readonly line: number
  readonly origin: Origin | 'dependency'
}

export interface PageStack {
  /** Outermost first. */
  readonly frames: readonly number[]
  /** The frame that allocates: the innermost that is not the runtime's. */
  readonly site: number
  readonly base: InUse
  readonly final: InUse
}

export function pageData(iterations: number, stacks: readonly ProfiledStack[]): PageData {
  const frames: PageFrame[] = []
  const numbers = new Map<string, number>()

  function numberOf({ function: name, file, line }: Frame): number {
    const key = `${name}\n${file}\n${line}`
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, frames.length)
    return frames.push({ function: name, file, line, origin: frameOrigin(name, file) }) - 1
  }

  return {
    iterations,
    frames,
    stacks: stacks
      .filter(({ stack }) => stack.length > 0)
      .map(({ stack, base, final }) => {
        const innermostFirst = stack.map(numberOf)
        const site = innermostFirst.find((frame) => frames[frame]?.origin !== 'runtime')
        return {
          frames: innermostFirst.toReversed(),
          site: site ?? (innermostFirst[0] as number),
          ...{ base, final },
        }
      }),
  }
}

function frameOrigin(name: string, file: string): PageFrame['origin'] {
  const origin = originOf(name)
  // The module cache writes versions into its paths.
  return origin === 'project' && /@v\d|\/vendor\//.test(file) ? 'dependency' : origin
}
