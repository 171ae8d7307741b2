import {
  type ProbeSpec,
  type Sample,
  type TargetContext,
  TargetError,
  type TargetSession,
} from '@plateau/core'
import { describeExit, type Program, startProgram } from '@plateau/core/process'
import type { GoMemory } from '../memory-reader.ts'
import { memoryOfJson } from '../profile/mem-stats.ts'
import { pause } from '../read/pause.ts'
import type { ProgramPlan } from './program-plan.ts'

/** What a program that prints its own `runtime.MemStats` is judged by; who does not collect before it prints, prints garbage. */
export const LINE_PROBES: readonly ProbeSpec[] = [
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
  { signal }: TargetContext,
): Promise<TargetSession> {
  const rows: Row[] = []
  const onLine = (line: string): void => {
    const row = rowOf(line)
    if (row) rows.push(row)
  }
  const program = await startProgram({
    command: plan.command,
    args: plan.args,
    cwd: plan.cwd,
    env: plan.env,
    name: `program '${plan.name}'`,
    stdin: plan.stdin === undefined ? 'ignore' : { text: plan.stdin },
    onOutput: lineSplitter(onLine),
  })
  let taken = 0
  let from = 0
  return {
    probes: LINE_PROBES,
    unmeasured: [
      'Only what the program prints of itself is judged: its descriptors and threads are not read.',
    ],
    async run(iterations, runSignal) {
      await untilRows(taken + iterations, { rows, program, signal: runSignal, plan })
      from = taken
      taken += iterations
      return runSignal.aborted ? Math.min(iterations, rows.length - from) : iterations
    },
    sample: async () => lowest(rows.slice(from, taken)),
    close: () => {
      signal.removeEventListener('abort', ignore)
      return program.stop()
    },
  }
}

function ignore(): void {}

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

async function untilRows(
  wanted: number,
  at: {
    readonly rows: readonly Row[]
    readonly program: Program
    readonly signal: AbortSignal
    readonly plan: ProgramPlan
  },
): Promise<void> {
  const { rows, program, signal, plan } = at
  while (rows.length < wanted && !signal.aborted) {
    const exit = program.exit()
    if (exit) {
      throw new TargetError(
        `Program '${plan.name}' ${describeExit(exit)} after ${rows.length} lines with a runtime.MemStats, but ${wanted} were needed by then. Let it run for more iterations, or judge fewer with iterations: ${Math.max(1, Math.floor(rows.length / 2))}. It printed last:\n${program.outputTail()}`,
      )
    }
    await pause(PAUSE_MS)
  }
}

/** Between collections the heap rises and falls: what it never falls below is what lives. */
function lowest(rows: readonly Row[]): Sample {
  return {
    heap: Math.min(...rows.map(({ heapBytes }) => heapBytes)),
    heapObjects: Math.min(...rows.map(({ heapObjects }) => heapObjects)),
  }
}
