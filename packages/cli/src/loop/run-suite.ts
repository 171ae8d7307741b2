import { spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MisuseError } from '@plateau/core'
import { LOOP_VARIABLE, type LoopEnvironment } from '@plateau/core/loop'
import type { CommandIo } from '@plateau/go/kit'

/** A runner whose adapter can loop a suite. */
export type Runner = 'vitest' | 'jest'

/** Runs the project's own suite by its own runner, with every test repeated. Resolves to the runner's exit code. */
export function runSuite(
  runner: Runner,
  args: readonly string[],
  { io, environment }: { readonly io: CommandIo; readonly environment: LoopEnvironment },
): Promise<number> {
  const adapter = adapterOf(runner, io.cwd)
  const entry = pathToFileURL(adapter).href
  const key = `${runner} ${versionOf(runner, io.cwd)} ${buildOf(adapter)}`
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { runLoop } = await import(${JSON.stringify(entry)}); process.exitCode = await runLoop(process.argv.slice(1))`,
      '--',
      ...args,
    ],
    {
      cwd: io.cwd,
      env: { ...io.env, [LOOP_VARIABLE]: JSON.stringify({ ...environment, key }) },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: io.signal,
    },
  )
  // What the runner tells goes where it is in nobody's way: the rows are told on stdout.
  child.stdout.on('data', (chunk: Buffer) => io.stderr.write(chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => io.stderr.write(chunk.toString()))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
}

function adapterOf(runner: Runner, cwd: string): string {
  try {
    return createRequire(join(cwd, 'package.json')).resolve(`@plateau/${runner}/loop`)
  } catch {
    throw new MisuseError(
      `plateau loop ${runner} needs @plateau/${runner} beside ${runner}: npm install --save-dev @plateau/${runner}.`,
    )
  }
}

function versionOf(runner: Runner, cwd: string): string {
  const project = createRequire(join(cwd, 'package.json'))
  return (project(`${runner}/package.json`) as { version: string }).version
}

/** What changes with each build of the engine that judges. */
function buildOf(adapter: string): string {
  const { mtimeMs, size } = statSync(createRequire(adapter).resolve('@plateau/core/loop'))
  return `${mtimeMs} ${size}`
}
