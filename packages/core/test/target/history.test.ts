import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { fromHistoryFile } from '../../src/decide/history-json.ts'
import { next } from '../../src/decide/next-step.ts'
import { checkLeak } from '../../src/index.ts'
import { scriptedTarget } from './scripted-target.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plateau-history-'))
  vi.stubEnv('PLATEAU_HISTORY', folder)
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

it.each([
  ['level', (done: number) => Math.min(done, 3), 'plateau'],
  ['leaky', (done: number) => done, 'growth'],
])(
  'the history of a %s target is kept, and decides the same when it is replayed',
  async (_, nodes, kind) => {
    const target = scriptedTarget({ nodes }, { schedule: 'equal-legs' })

    expect(await checkLeak(target, { timeLimitMs: 400 })).toMatchObject({ kind })

    const [file = ''] = readdirSync(folder)
    const { history, terms, decision } = fromHistoryFile(readFileSync(join(folder, file), 'utf8'))
    expect(next(history, terms)).toEqual({ do: 'end', decision })
  },
)
