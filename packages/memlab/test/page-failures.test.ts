import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { assertNoLeak, checkLeak, describeVerdict, TargetError } from '@plateau/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { normaliseOutput } from '../../../test/normalise-output.ts'
import { testOfWhole } from '../../../test/whole.ts'
import { type PageOptions, pageTarget } from '../src/index.ts'
import { missingChromium } from './chromium.ts'
import { type PageServer, pageWith, servePages } from './page-server.ts'

let server: PageServer

beforeAll(async () => {
  server = await servePages({
    page: pageWith('function act() {}'),
    other: pageWith('function act() {}'),
    waiting: '<!doctype html><img src="/hang">',
    dialog: pageWith('function act() { return confirm("sure?") }'),
    dialogAtLoad: pageWith('alert("welcome")'),
  })
})

afterAll(() => server.close())

/** The message of the error that the check ends with; `<server>` and `<time>` stand for what varies. */
async function failure(
  path: string,
  action: PageOptions['action'],
  options: { timeLimitMs?: number } & Partial<PageOptions> = {},
): Promise<string> {
  const { timeLimitMs = 20_000, ...rest } = options
  const target = pageTarget({ url: server.url(path), action, ...rest })
  const error = await checkLeak(target, { iterations: 40, timeLimitMs }).then(
    ({ kind }) => new Error(`the check ended as ${kind}`),
    (reason: Error) => reason,
  )
  return `${error.name}: ${error.message}`.replaceAll(server.url(''), '<server>/')
}

describe.skipIf(missingChromium)('a check of a page', () => {
  it('ends with the error of an action, naming the iteration', async () => {
    let runs = 0
    const action = (): void => {
      if (++runs === 3) throw new RangeError('no such button')
    }

    expect(await failure('page', action)).toMatchInlineSnapshot(
      `"TargetError: action failed in iteration 3: no such button"`,
    )
  })

  testOfWhole('ends when back fails', async () => {
    const back = (): void => {
      throw new Error('nowhere to go')
    }

    expect(await failure('page', () => {}, { back })).toMatchInlineSnapshot(
      `"TargetError: back failed in iteration 1: nowhere to go"`,
    )
  })

  testOfWhole('ends when an iteration loads another document', async () => {
    expect(await failure('page', (page) => page.goto(server.url('other')))).toMatchInlineSnapshot(
      `"TargetError: The page loaded a new document, <server>/other, in iteration 1. That frees all that an iteration could leak: stay in one document, as a single-page application does, or judge each page by itself."`,
    )
  })

  testOfWhole('ends when an iteration opens a dialog that nothing answers', async () => {
    expect(await failure('dialog', (page) => page.evaluate('act()'))).toMatchInlineSnapshot(
      `"TargetError: The page opened a dialog, confirm("sure?"), in iteration 1. It was dismissed, for nothing answers it: do so in beforeInitialPageLoad with page.on('dialog', (dialog) => dialog.accept())."`,
    )
  })

  testOfWhole('goes on when the dialog is answered', async () => {
    const target = pageTarget({
      url: server.url('dialog'),
      beforeInitialPageLoad: (page) => page.on('dialog', (dialog) => void dialog.accept()),
      action: (page) => page.evaluate('act()'),
    })

    expect((await assertNoLeak(target, { iterations: 40, timeLimitMs: 20_000 })).kind).toBe(
      'plateau',
    )
  })

  testOfWhole('ends when the page opens a dialog while it loads', async () => {
    expect(await failure('dialogAtLoad', () => {})).toMatchInlineSnapshot(
      `"TargetError: The page opened a dialog, alert("welcome"), while it loaded. It was dismissed, for nothing answers it: do so in beforeInitialPageLoad with page.on('dialog', (dialog) => dialog.accept())."`,
    )
  })

  it('ends when the page crashes', async () => {
    const crash: PageOptions['action'] = async (page) => {
      await page.goto('chrome://crash').catch(() => {})
    }

    const message = await failure('page', crash)

    expect(message.replace(/\d+/, '<n>')).toMatchInlineSnapshot(
      `"TargetError: The page crashed in iteration <n>."`,
    )
  })

  testOfWhole('ends when the page is not there', async () => {
    expect(await failure('missing', () => {})).toMatchInlineSnapshot(
      `"TargetError: <server>/missing could not be loaded: its server answered 404."`,
    )
    const gone = await servePages({})
    await gone.close()
    const message = await failure('page', () => {}, { url: gone.url('page') })
    expect(message.replaceAll(gone.url(''), '<gone>/')).toMatchInlineSnapshot(
      `"TargetError: <gone>/page could not be loaded: net::ERR_CONNECTION_REFUSED at <gone>/page. Is its server running?"`,
    )
  })

  testOfWhole('ends when the page never loads', async () => {
    expect(await failure('waiting', () => {})).toMatchInlineSnapshot(
      `"TargetError: <server>/waiting had not loaded after 10000 ms, half of the check's time. Raise the test's timeout or timeLimitMs, or find the request that never ends."`,
    )
  })

  testOfWhole('ends when the page never says that it is loaded', async () => {
    expect(await failure('page', () => {}, { isPageLoaded: () => false })).toMatchInlineSnapshot(
      `"TargetError: isPageLoaded was still not true 10000 ms after <server>/page had loaded. It must return true in the end."`,
    )
  })

  it('is unsettled when a step never ends, and says which', async () => {
    let runs = 0
    const target = pageTarget({
      url: server.url('page'),
      action: () => {},
      back: () => (++runs < 3 ? undefined : new Promise<void>(() => {})),
    })

    const verdict = await checkLeak(target, { timeLimitMs: 5000 })

    expect(normaliseOutput(describeVerdict(verdict), server.url(''))).toMatchInlineSnapshot(`
      "could not tell whether scenario leaks: the time was over before the decision (<n> iterations, <time>)
        back of iteration 3 had not returned for <time> when the time limit of <time> was over. What it waits for has not come: give each wait in it a timeout of its own, which says what is missing."
    `)
  })

  testOfWhole('is unsettled when its setup never ends, and says so', async () => {
    const setup = () => new Promise<void>(() => {})
    const target = pageTarget({ url: server.url('page'), setup, action: () => {} })

    const verdict = await checkLeak(target, { timeLimitMs: 4000 })

    expect(describeVerdict(verdict)).toContain('setup had not returned for ')
  })

  it('ends when the browser cannot be started', async () => {
    expect(
      await failure('page', () => {}, { browser: { executable: '/no/such/browser' } }),
    ).toMatchInlineSnapshot(
      `"TargetError: The browser /no/such/browser could not be started: Browser was not found at the configured executablePath (/no/such/browser). Name another with browser: { executable } or PLATEAU_CHROMIUM."`,
    )
  })

  testOfWhole('leaves no browser and no profile behind when it is aborted', async () => {
    const controller = new AbortController()
    let started: StartedBrowser | undefined
    const target = pageTarget({
      url: server.url('page'),
      action(page) {
        const { pid, spawnargs } = page.browser().process() as ChildProcess
        started = { pid, profile: profileOf(spawnargs) }
        controller.abort(new Error('no longer wanted'))
      },
    })

    await expect(checkLeak(target, { signal: controller.signal })).rejects.toThrow(
      'no longer wanted',
    )

    expect(isGone(started)).toBe(true)
  })

  testOfWhole(
    'leaves no browser and no profile behind when the process is interrupted',
    async () => {
      const child = spawn(
        process.execPath,
        ['--conditions=source', '--input-type=module', '--eval', NEVER_ENDING],
        {
          cwd: new URL('..', import.meta.url),
          stdio: ['ignore', 'pipe', 'inherit'],
          env: { ...process.env, PAGE_URL: server.url('page') },
        },
      )
      const [said] = (await once(child.stdout, 'data')) as [Buffer]
      const { pid, args } = JSON.parse(said.toString()) as { pid: number; args: string[] }
      child.kill('SIGINT')
      await once(child, 'exit')

      await expect.poll(() => isGone({ pid, profile: profileOf(args) })).toBe(true)
    },
  )

  it('says where it looked for a browser', async () => {
    const { PATH } = process.env
    process.env['PATH'] = ''
    try {
      const target = pageTarget({ url: server.url('page'), action: () => {} })
      const error = await checkLeak(target).catch((reason: Error) => reason)
      expect(error).toBeInstanceOf(TargetError)
      expect((error as Error).message).toContain(
        'No Chromium was found: looked for chromium, chromium-browser, google-chrome, google-chrome-stable in PATH',
      )
    } finally {
      process.env['PATH'] = PATH
    }
  })
})

interface StartedBrowser {
  readonly pid: number | undefined
  readonly profile: string
}

/** A check that only an interruption ends. */
const NEVER_ENDING = `
import { checkLeak } from '@plateau/core'
import { pageTarget } from './src/index.ts'
await checkLeak(pageTarget({
  url: process.env.PAGE_URL,
  action(page) {
    const { pid, spawnargs } = page.browser().process()
    console.log(JSON.stringify({ pid, args: spawnargs }))
    return new Promise(() => {})
  },
}))`

function profileOf(args: readonly string[]): string {
  const given = args.find((argument) => argument.startsWith('--user-data-dir='))
  return given?.slice('--user-data-dir='.length) ?? ''
}

/** A process that has ended may stay listed until its parent asks for it. */
function isGone(started: StartedBrowser | undefined): boolean {
  if (!started?.pid || started.profile === '') return false
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(started.pid)])
  const isListed = stdout.toString().trim() !== ''
  return !existsSync(started.profile) && (!isListed || stdout.toString().startsWith('Z'))
}
