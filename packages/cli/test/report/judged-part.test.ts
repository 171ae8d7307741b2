import { expect, test } from 'vitest'
import { judgedPart } from '../../src/report/judged-part.ts'
import type { ProcessView, RunView } from '../../src/report/run-view.ts'
import { runPlateau, SERVER, testFolder } from '../command/run-plateau.ts'

const ON_LINUX = process.platform === 'linux'

test.runIf(ON_LINUX)('a pass of counts alone says so in its first line', async () => {
  const cwd = testFolder()
  const options = ['--iterations', '400', '--probes', 'fds,threads', '--request', '/']
  const { stdout, code } = await runPlateau(
    ['soak', '--out', 'out', ...options, '--', process.execPath, SERVER],
    cwd,
  )

  expect(code).toBe(0)
  expect(stdout).toMatch(/^plateau \(by threads and descriptors alone: its heap was not read\): /m)
  expect(stdout).toMatch(/^main: plateau \(by threads and descriptors alone/m)
})

const COMPLETE = { isComplete: true } as RunView

test.each([
  [['heap', 'bytes', 'bounded'], undefined],
  [['rss', 'bytes', 'noisy'], 'by resident memory alone: its heap was not read'],
  [['fds', 'count', 'exact'], 'by descriptors alone: its heap was not read'],
])('a process that is judged by %j passed %s', ([name, unit, noise], part) => {
  const probes = [{ name, unit, noise, floorPerIteration: 0 }]
  const process = { came: { probes }, verdict: { kind: 'plateau' } } as unknown as ProcessView

  expect(judgedPart(COMPLETE, process)).toBe(part)
})
