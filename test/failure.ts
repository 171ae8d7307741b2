import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { normaliseOutput } from './normalise-output.ts'
import type { RunnerTest } from './runner-run.ts'

/** Splits each failure of a JSON report into what it says and the fixture's line that it points at. */
export function failureOf(
  failures: readonly string[],
  project: string,
): Pick<RunnerTest, 'messages' | 'lines'> {
  const messages = failures.map((failure) => {
    const [said = ''] = failure.split(/\n\s+at /)
    return normaliseOutput(said, project).trim()
  })
  return { messages, lines: failures.map((failure) => lineOf(failure, project)) }
}

function lineOf(failure: string, project: string): string {
  const frames = failure.split('\n').filter((line) => /^\s+at /.test(line))
  const frame = frames.find((line) => !/node_modules|node:/.test(line) && line.includes(project))
  const [, path, line] = /([^\s(]+):(\d+):\d+\)?$/.exec(frame ?? '') ?? []
  if (!path || !line) return 'no frame of the fixture'
  const source = readFileSync(
    join(project, path.replace('file://', '').slice(project.length)),
    'utf8',
  )
  return source.split('\n')[Number(line) - 1]?.trim() ?? `no line ${line}`
}
