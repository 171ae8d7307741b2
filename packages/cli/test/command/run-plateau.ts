import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { onTestFinished } from 'vitest'
import { runCommand } from '../../src/command/run-command.ts'
import { parseRun } from '../../src/file/read-run.ts'
import type { EndRecord, RunRecord } from '../../src/run/run-record.ts'

const fixtures = join(import.meta.dirname, '..', 'fixtures')
export const PLATEAU = ['--conditions=source', join(fixtures, 'plateau.mjs')]
export const SERVER = join(fixtures, 'servers', 'server.cjs')

/** A folder of its own for a test, removed after it. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

export interface Outcome {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly child: ChildProcess
  readonly outcome: Promise<Outcome>
}

/** Starts the real command in a process of its own, as a terminal or a CI does. */
export function startPlateau(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Running {
  const { CI: _, GITHUB_ACTIONS: __, ...rest } = process.env
  const child = spawn(process.execPath, [...PLATEAU, ...args], {
    cwd,
    env: { ...rest, NODE_NO_WARNINGS: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const told = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      told[name] += text
    })
  }
  const outcome = new Promise<Outcome>((resolve) => {
    child.once('close', (code, signal) =>
      resolve({
        code,
        signal,
        stdout: stripVTControlCharacters(told.stdout),
        stderr: stripVTControlCharacters(told.stderr),
      }),
    )
  })
  return { child, outcome }
}

export function runPlateau(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Outcome> {
  return startPlateau(args, cwd, env).outcome
}

/** Runs a command in this process: for what starts nothing. */
export async function runHere(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Omit<Outcome, 'signal'>> {
  const told = { stdout: '', stderr: '' }
  const sink = (name: 'stdout' | 'stderr') => ({
    write(text: string) {
      told[name] += text
    },
  })
  const { signal } = new AbortController()
  const io = { stdout: sink('stdout'), stderr: sink('stderr'), env, cwd, signal }
  return { code: await runCommand(args, io), ...told }
}

/** A short soak of the fixture's server into `out`. */
export function soakOf(
  server: readonly string[],
  { cwd, options = [] }: { readonly cwd: string; readonly options?: readonly string[] },
): Running {
  return startPlateau(
    ['soak', '--out', 'out', '--request', '/', ...options, '--', process.execPath, ...server],
    cwd,
  )
}

export function recordsIn(cwd: string, folder = 'out'): readonly RunRecord[] {
  return parseRun(readFileSync(join(cwd, folder, 'run.ndjson'), 'utf8')).records
}

export function endIn(cwd: string, folder = 'out'): EndRecord | undefined {
  return recordsIn(cwd, folder).findLast((record) => record.type === 'end')
}

/** Resolves once the run file holds such a record. */
export async function untilRecord(
  cwd: string,
  wanted: (record: RunRecord) => boolean,
): Promise<void> {
  for (;;) {
    try {
      if (recordsIn(cwd).some(wanted)) return
    } catch {
      // The file is not there yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
