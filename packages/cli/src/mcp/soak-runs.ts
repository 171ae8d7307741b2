import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { MisuseError } from '@plateau/core'
import { EXIT } from '@plateau/go/kit'
import { lastSegment, parseRun, RUN_FILE, readRun } from '../file/read-run.ts'
import { bytesText, durationText, isInBytes } from '../report/amounts.ts'
import { textSummary } from '../report/text-summary.ts'
import { endOf } from '../run/outcome-of.ts'
import type { RunRecord } from '../run/run-record.ts'
import { viewOfRun } from '../run/view-of-run.ts'
import { PLATEAU_BIN } from './plateau-bin.ts'

/** The soaks of one server: they end with it. */
export interface SoakRuns {
  /** Starts a soak; resolves to its folder as soon as it is under way. Rejects with `MisuseError` where it is refused. */
  start(asked: readonly string[]): Promise<string>
  status(folder: string): string
  report(folder: string): string
  close(): void
}

/** A client waits for an answer for a minute. What has not been driven by then has told why in its status. */
const BEGUN_WITHIN_MS = 20_000
const LOOK_EVERY_MS = 100

export function createSoakRuns(root: string): SoakRuns {
  const running = new Map<string, ChildProcess>()
  let count = 0
  return {
    async start(asked) {
      const name = `mcp-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}-${++count}`
      const folder = join(root, '.plateau', 'soak', name)
      // Its output is in its files; what it prints when it is refused is the only thing that is read.
      const child = spawn(process.execPath, [PLATEAU_BIN, 'soak', '--out', folder, ...asked], {
        cwd: root,
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      running.set(folder, child)
      const ended = await endedBeforeBegun(child, folder)
      const refusal = ended && refusalOf(ended, folder)
      if (refusal === undefined) return relative(root, folder)
      running.delete(folder)
      throw new MisuseError(refusal)
    },
    status(folder) {
      if (!existsSync(join(folder, RUN_FILE))) {
        return running.get(folder)?.exitCode === null
          ? 'It is starting: nothing is written yet.'
          : 'It has not begun, and it does not run: nothing is written.'
      }
      return statusText(lastSegment(readRun(folder)))
    },
    report(folder) {
      const run = readRun(folder)
      return textSummary(viewOfRun(lastSegment(run), run.droppedLines))
    },
    close() {
      for (const child of running.values()) child.kill('SIGTERM')
    },
  }
}

interface Ended {
  readonly code: number | null
  readonly said: string
}

/** How it ended, where it did so before its program was measured first. */
function endedBeforeBegun(child: ChildProcess, folder: string): Promise<Ended | undefined> {
  const startedMs = performance.now()
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000)
  })
  return new Promise((resolve) => {
    const looking = setInterval(() => {
      if (hasBegun(folder) || performance.now() - startedMs > BEGUN_WITHIN_MS) end(undefined)
    }, LOOK_EVERY_MS)
    function end(ended: Ended | undefined): void {
      clearInterval(looking)
      resolve(ended)
    }
    child.once('error', ({ message }) => end({ code: EXIT.misuse, said: message }))
    child.once('close', (code) => end({ code, said: stripVTControlCharacters(said).trim() }))
  })
}

function hasBegun(folder: string): boolean {
  const file = join(folder, RUN_FILE)
  return (
    existsSync(file) &&
    parseRun(readFileSync(file, 'utf8')).records.some(({ type }) => type === 'process')
  )
}

const VERDICTS: readonly (number | null)[] = [EXIT.plateau, EXIT.growth, EXIT.unsettled]

/** What the program itself printed may hold secrets: a terminal shows it, and the run file leaves it out. */
function refusalOf({ code, said }: Ended, folder: string): string | undefined {
  if (VERDICTS.includes(code)) return undefined
  if (code === EXIT.misuse) return said
  const told = existsSync(join(folder, RUN_FILE))
    ? endOf(lastSegment(readRun(folder)))?.message
    : undefined
  return `${told ?? `The soak ended with ${code}.`} What the program printed is left out here: plateau soak in a terminal shows it.`
}

const SHOWN_EVENTS = 5

function statusText(records: readonly RunRecord[]): string {
  const end = endOf(records)
  const samples = records.filter((record) => record.type === 'sample')
  const last = samples.at(-1)
  const events = records.filter((record) => record.type === 'event').slice(-SHOWN_EVENTS)
  return [
    end === undefined
      ? 'It runs, or was cut off: it has no end yet.'
      : `It has ended: ${end.reason}.`,
    `${samples.length} samples${last === undefined ? '' : `, the last after ${last.iterations} iterations and ${durationText(last.elapsedMs)}`}.`,
    ...(last === undefined ? [] : [`  ${readingsText(last.readings)}`]),
    ...events.map(({ elapsedMs, message }) => `  ${durationText(elapsedMs)}: ${message}`),
  ].join('\n')
}

function readingsText(readings: Extract<RunRecord, { type: 'sample' }>['readings']): string {
  return Object.entries(readings)
    .map(([probe, amount]) =>
      isInBytes(probe as keyof typeof readings)
        ? `${probe} ${bytesText(amount)}`
        : `${probe} ${amount}`,
    )
    .join(', ')
}
