import { join } from 'node:path'
import { checkLeak, describeVerdict } from '@plateau/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isWhole, testOfWhole } from '../../../../test/whole.ts'
import { pageTargetFromMemlabScenario } from '../../src/index.ts'
import { conditionsOf } from '../../src/memlab/conditions.ts'
import { missingChromium } from '../chromium.ts'
import { type PageServer, pageWith, servePages } from '../page-server.ts'

const OLDER = join(import.meta.dirname, '..', 'fixtures', 'older-scenario.cjs')

const PAGE = pageWith(`
document.body.innerHTML = '<button>open</button><dialog><button>close</button></dialog>'
const dialog = document.querySelector('dialog')
const [open, close] = document.querySelectorAll('button')
open.addEventListener('click', () => dialog.show())
close.addEventListener('click', () => { if (confirm('sure?')) dialog.close() })
`)

const CALLBACKS = ['setup', 'beforeInitialPageLoad', 'isPageLoaded', 'cookies'] as const

let server: PageServer

beforeAll(async () => {
  server = await servePages({ page: PAGE })
  process.env['PAGE_URL'] = server.url('page')
})

afterAll(() => server.close())

describe.skipIf(missingChromium)('a scenario file of memlab', () => {
  testOfWhole(
    'runs as it is: dropped methods, dialogs, a navigation that is waited for',
    async () => {
      const target = await pageTargetFromMemlabScenario(OLDER, { memlab: 'off' })

      const verdict = await checkLeak(target, { iterations: 30, timeLimitMs: 60_000 })

      expect(target.name).toBe('older scenario')
      expect(verdict.kind === 'plateau' || describeVerdict(verdict)).toBe(true)
    },
  )

  it.each(isWhole ? CALLBACKS : CALLBACKS.slice(0, 1))(
    'is told by the name of the callback that fails: %s',
    async (name) => {
      const failing = {
        [name]: () => {
          throw new RangeError('not today')
        },
      }
      const target = await pageTargetFromMemlabScenario(OLDER, { memlab: 'off', ...failing })

      const error = await checkLeak(target, { timeLimitMs: 20_000 }).catch((reason) => reason)

      expect(String(error)).toMatch(`${name} failed `)
      expect(String(error)).toMatch('not today')
    },
  )

  it('is told that its name or its url fails', async () => {
    const fails = () => {
      throw new RangeError('not today')
    }
    const target = await pageTargetFromMemlabScenario(OLDER, { url: fails })

    await expect(checkLeak(target)).rejects.toThrow('url failed: not today')
    await expect(pageTargetFromMemlabScenario(OLDER, { name: fails })).rejects.toThrow(
      'name failed: not today',
    )
  })
})

describe('memlab’s process', () => {
  it('is started with the conditions of this one, and nothing else of it', () => {
    const given = ['--conditions', 'node', '--expose-gc', '--conditions=source', '-C', 'browser']

    expect(conditionsOf(given)).toEqual([
      '--conditions=node',
      '--conditions=source',
      '--conditions=browser',
    ])
    expect(conditionsOf(['--conditions'])).toEqual([])
  })
})
