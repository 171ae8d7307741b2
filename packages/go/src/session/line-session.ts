import {
  type ProbeSpec,
  type Sample,
  type TargetContext,
  TargetError,
  type TargetSession,
} from '@plateau/core'
import { describeExit, type Program, withLastWords } from '@plateau/core/process'
import type { GoMemory } from '../memory-reader.ts'
import { memoryOfJson } from '../profile/mem-stats.ts'
import { pause } from '../read/pause.ts'
import type { ProgramPlan } from './program-plan.ts'
import { startGoProgram } from './start-go-program.ts'

/** What a program that prints its own `runtime.MemStats` is judged by; who does not collect before it prints, prints garbage. */
export const LINE_PROBES: readonly ProbeSpec[] = [
  {
    name: 'goroutines',
    unit: 'count',
    noise: 'exact',
    floorPerIteration: 0.02,
    strayPerSample: 2,
  },
  {
    name: 'heapObjects',
    unit: 'count',
    noise: 'exact',
    floorPerIteration: 0.1,
    strayPerSample: 16,
  },
  { name: 'heap', unit: 'bytes', noise: 'bounded', floorPerIteration: 4, strayPerSample: 8192 },
]

/** What one line told. */
interface Row extends GoMemory {
  readonly goroutines: number | undefined
}

/** A program that prints one JSON object a line and iteration; lines that are something else are its log. */
export async function openLineSession(
  plan: ProgramPlan,
  { signal, timeLimitMs }: TargetContext,
): Promise<TargetSession> {
  const rows: Row[] = []
  const onLine = (line: string): void => {
    const row = rowOf(line)
    if (row) rows.push(row)
  }
  const program = await startGoProgram({
    command: plan.command,
    args: plan.args,
    cwd: plan.cwd,
    env: plan.env,
    name: `program '${plan.name}'`,
    stdin: plan.stdin === undefined ? 'ignore' : { text: plan.stdin },
    onOutput: lineSplitter(onLine),
  })
  await untilFirstRow({ rows, program, signal, plan }, Math.ceil(READY_SHARE * timeLimitMs))
  const probes = LINE_PROBES.filter(
    ({ name }) => name !== 'goroutines' || rows[0]?.goroutines !== undefined,
  )
  let taken = 0
  let from = 0
  return {
    probes,
    unmeasured: [{ kind: 'readings', message: ONLY_PRINTED }],
    async run(iterations, runSignal) {
      await untilRows(taken + iterations, { rows, program, signal: runSignal, plan })
      from = taken
      taken += iterations
      return runSignal.aborted ? Math.min(iterations, rows.length - from) : iterations
    },
    sample: async () => lowest(rows.slice(from, taken)),
    close: () => program.stop(),
  }
}

const ONLY_PRINTED =
  'Only what the program prints of itself is judged: its descriptors and threads are not read.'

function lineSplitter(
  onLine: (line: string) => void,
): (chunk: Buffer, stream: 'stdout' | 'stderr') => void {
  let rest = ''
  return (chunk, stream) => {
    if (stream === 'stderr') return
    const lines = (rest + chunk.toString('utf8')).split('\n')
    rest = (lines.pop() ?? '').slice(0, LONGEST_LINE)
    lines.forEach(onLine)
  }
}

/** A MemStats with its table of sizes is 12 KB. */
const LONGEST_LINE = 1024 * 1024

function rowOf(line: string): Row | undefined {
  if (!line.trimStart().startsWith('{')) return undefined
  try {
    const record: unknown = JSON.parse(line)
    const memory = memoryOfJson(record)
    if (memory === undefined) return undefined
    const { NumGoroutine: goroutines } = record as { NumGoroutine?: unknown }
    return { ...memory, goroutines: typeof goroutines === 'number' ? goroutines : undefined }
  } catch {
    return undefined
  }
}

const PAUSE_MS = 5

/** The rest is needed to judge what has started. */
const READY_SHARE = 0.5

interface Waiting {
  readonly rows: readonly Row[]
  readonly program: Program
  readonly signal: AbortSignal
  readonly plan: ProgramPlan
}

/** Ends the program when it prints none. */
async function untilFirstRow(waiting: Waiting, limitMs: number): Promise<void> {
  const { rows, program, signal, plan } = waiting
  try {
    await untilRows(1, {
      ...waiting,
      signal: AbortSignal.any([signal, AbortSignal.timeout(limitMs)]),
    })
    signal.throwIfAborted()
    if (rows.length > 0) return
    throw withLastWords(
      `Program '${plan.name}' has run for ${limitMs} ms, half of the check's time, ${NO_ROW}`,
      program,
    )
  } catch (error) {
    await program.stop()
    throw error
  }
}

async function untilRows(wanted: number, waiting: Waiting): Promise<void> {
  const { rows, program, signal, plan } = waiting
  while (rows.length < wanted && !signal.aborted) {
    const exit = program.exit()
    if (exit) {
      const happened = `Program '${plan.name}' ${describeExit(exit)}`
      throw withLog(`${happened} ${tooFew(rows.length, wanted)}`, program)
    }
    await pause(PAUSE_MS)
  }
}

/** Six legs are run, and a few iterations before them. */
const LEAST_ROWS = 12

const NO_ROW =
  'without a line that is a runtime.MemStats as JSON. Have it print one after each iteration, with HeapAlloc and HeapObjects at least.'

function tooFew(rows: number, wanted: number): string {
  if (rows === 0) {
    return NO_ROW
  }
  const remedy = rows < LEAST_ROWS ? '' : `, or judge fewer with iterations: ${rows >> 1}`
  return `after ${rows} lines with a runtime.MemStats, but ${wanted} were needed by then. Let it run for more iterations${remedy}.`
}

/** What it printed besides the lines that were read. */
function withLog(sentence: string, program: Program): TargetError {
  const printed = program.outputTail().split('\n')
  const others = printed.filter((line) => !line.includes('"HeapAlloc"')).join('\n')
  if (others === '') return new TargetError(sentence)
  return withLastWords(sentence, { outputTail: () => others })
}

/** Between collections the heap rises and falls: what it never falls below is what lives. */
function lowest(rows: readonly Row[]): Sample {
  const goroutines = rows.flatMap((row) => row.goroutines ?? [])
  return {
    ...(goroutines.length > 0 && { goroutines: Math.min(...goroutines) }),
    heap: Math.min(...rows.map(({ heapBytes }) => heapBytes)),
    heapObjects: Math.min(...rows.map(({ heapObjects }) => heapObjects)),
  }
}
