import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { normaliseOutput } from '../../../../test/normalise-output.ts'

const BIN = join(import.meta.dirname, '..', '..', 'bin', 'plateau-go.js')
const SERVICE = join(import.meta.dirname, '..', 'fixtures', 'command-service')

/** What a command left. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A command that runs, and its end. */
export interface Started {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves when what it says on its standard error has this in it. */
  said(text: string): Promise<void>
}

/** The service in a folder of its own: what a command keeps stays out of the fixtures. */
export function copiedService(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'plateau-command-')))
  cpSync(SERVICE, folder, { recursive: true })
  return folder
}

export function startCommand(cwd: string, args: readonly string[]): Started {
  const child = spawn(process.execPath, [BIN, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  return {
    child,
    ended: new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code) => {
        resolve({ code, stdout, stderr })
      })
    }),
    said: (text) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (stderr.includes(text)) resolve()
        }
        child.stderr.on('data', look)
        look()
      }),
  }
}

/** Runs `plateau-go` to its end. */
export function runCommand(cwd: string, ...args: readonly string[]): Promise<Ended> {
  return startCommand(cwd, args).ended
}

/** The same with what varies replaced. */
export function normalised({ code, stdout, stderr }: Ended, folder: string): Ended {
  return { code, stdout: withoutVarying(stdout, folder), stderr: withoutVarying(stderr, folder) }
}

function withoutVarying(text: string, folder: string): string {
  return normaliseOutput(text, folder)
    .replaceAll(/127\.0\.0\.1:\d+|PORT=\d+/g, (found) => found.replace(/\d+$/, '<port>'))
    .replaceAll(/kept( +)\S*-\d+-\d+/g, 'kept$1<file>')
    .replaceAll(/[+-][\d.]+ heap objects? per/g, '+<rate> heap objects per')
    .replaceAll(/\d+ B from/g, '<size> B from')
    .replaceAll(/<bars> .* over/g, '<bars> <amounts> over')
}
