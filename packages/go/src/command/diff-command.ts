import { writeFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { MisuseError } from '@plateau/core'
import type { CommandIo } from '../kit/command-io.ts'
import { type CommandLine, parseCommandLine } from '../kit/parse-command-line.ts'
import type { Profile } from '../profile/decode-profile.ts'
import { profilePage } from '../report/profile-page.ts'
import { type StackPair, stackPairs } from '../report/stack-pairs.ts'
import { DIFF_OPTIONS } from './command-options.ts'
import { growthTable, signed } from './growth-table.ts'
import { type HeapGrowth, heapGrowth } from './heap-growth.ts'
import { countOf } from './option-values.ts'
import { readHeapProfile } from './read-heap-profile.ts'

/** `plateau-go diff base.pb.gz final.pb.gz`. Resolves to 0 whatever grew: a difference is no verdict. */
export async function diffCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const line = parseCommandLine(args, 'plateau-go diff', DIFF_OPTIONS)
  const [baseFile, finalFile, ...surplus] = [...line.positionals, ...(line.rest ?? [])]
  if (baseFile === undefined || finalFile === undefined || surplus.length > 0) {
    throw new MisuseError(
      `plateau-go diff needs two heap profiles, the earlier one first; received ${line.positionals.length}.`,
    )
  }
  const iterations = countOf(line, 'iterations')
  const base = readHeapProfile(baseFile, io.cwd)
  const final = readHeapProfile(finalFile, io.cwd)
  const pairs = stackPairs(base, final)
  const html = line.one('html')
  const names = `${basename(baseFile)} to ${basename(finalFile)}`
  if (html !== undefined) writePage(resolve(io.cwd, html), { names, iterations, pairs })
  const grown = heapGrowth(pairs)
  io.stdout.write(line.has('json') ? jsonOf(grown, iterations) : textOf(grown, { base, line }))
  return 0
}

function writePage(
  file: string,
  shown: {
    readonly names: string
    readonly iterations: number | undefined
    readonly pairs: readonly StackPair[]
  },
): void {
  const { names, iterations, pairs } = shown
  const counted = iterations === undefined ? ' (all that was between them as one iteration)' : ''
  const page = profilePage({
    title: `${names}${counted}`,
    iterations: iterations ?? 1,
    stacks: pairs,
  })
  try {
    writeFileSync(file, page)
  } catch (error) {
    throw new MisuseError(`--html cannot be written: ${(error as Error).message}.`)
  }
}

function jsonOf(grown: readonly HeapGrowth[], iterations: number | undefined): string {
  const counted = iterations === undefined ? {} : { iterations }
  return `${JSON.stringify({ schema: 1, ...counted, stacks: grown }, null, 2)}\n`
}

function textOf(
  grown: readonly HeapGrowth[],
  { base, line }: { readonly base: Profile; readonly line: CommandLine },
): string {
  if (grown.length === 0) return 'No stack holds more in the second profile.\n'
  const iterations = countOf(line, 'iterations')
  const sum = (unit: 'objects' | 'bytes'): string => {
    const total = grown.reduce((all, stack) => all + stack[unit], 0)
    return signed(total / (iterations ?? 1))
  }
  const per = iterations === undefined ? '' : ` per iteration (${iterations} iterations)`
  const head = `What grew holds ${sum('bytes')} bytes and ${sum('objects')} objects${per}:`
  return `${[head, growthTable(grown, iterations), ...estimate(base)].join('\n')}\n`
}

/** Go scales the figures up to what they most likely are. */
function estimate({ period }: Profile): readonly string[] {
  if (period <= 1) return []
  return [
    `  One allocation per ${period} bytes was recorded, so these are estimates: run the program with GODEBUG=memprofilerate=1 to have them exact.`,
  ]
}
