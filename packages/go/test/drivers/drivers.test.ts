import { spawn } from 'node:child_process'
import {
  checkLeak,
  describeVerdict,
  type LeakOptions,
  type Target,
  type Verdict,
} from '@plateau/core'
import { freePort } from '@plateau/core/process'
import { afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { goTarget, goTest, prepare } from '../../src/index.ts'
import { buildProgram } from '../../src/toolchain/build-program.ts'
import { buildTest } from '../../src/toolchain/build-test.ts'
import { endOfCheck, leftRunning, SERVICES, serviceTarget } from '../faults/services.ts'
import { describeWithGo } from '../go-toolchain.ts'

const PLAIN = { cwd: SERVICES, env: process.env, flags: [], agent: false }

let service = ''
let lines = ''
let tests = ''

function judge(target: Target, options: LeakOptions = {}): Promise<Verdict> {
  return checkLeak(target, { timeLimitMs: 60_000, ...options })
}

/** The file and line of the first culprit. */
function siteOf(verdict: Verdict): string | undefined {
  const [culprit] = verdict.kind === 'growth' ? verdict.culprits : []
  return culprit?.site && `${culprit.site.file}:${culprit.site.line}`
}

function moved({ kind, ...verdict }: Verdict): string {
  const suspects = 'suspects' in verdict ? verdict.suspects : []
  const reason = 'reason' in verdict ? `: ${verdict.reason}` : ''
  return [`${kind}${reason}`, ...suspects.map(({ probe }) => probe)].join(' ')
}

describeWithGo('a program that is read', () => {
  beforeAll(async () => {
    service = (await buildProgram({ ...PLAIN, pkg: './service' })).binary
    lines = (await buildProgram({ ...PLAIN, pkg: './lines' })).binary
    tests = (await buildTest({ ...PLAIN, pkg: './checks', test: 'TestClean' })).binary
  }, 120_000)

  afterEach(() => vi.waitFor(() => expect(leftRunning()).toEqual([]), 10_000))

  describe('by pprof', () => {
    it('needs it: where it was looked for is told', async () => {
      expect(await endOfCheck(serviceTarget({ driver: 'pprof' }))).toMatchInlineSnapshot(
        `"TargetError: Go program './service' serves no net/http/pprof at http://127.0.0.1:<port>/debug/pprof. Add import _ "net/http/pprof" where it serves http.DefaultServeMux, or register pprof.Index on its own mux; where it is at another port or path, say so with pprof: 'http://127.0.0.1:<port>/debug/pprof'. A program that is built from pkg needs none of it."`,
      )
    })

    testOfWhole('at a path of its own', async () => {
      const pprof = '/internal/profiles'
      const profiled = { bin: service, pprof, env: { PPROF_PATH: pprof } }

      expect(moved(await judge(serviceTarget(profiled)))).toBe('plateau')
      const leaky = await judge(serviceTarget({ ...profiled, request: '/leak' }))
      expect(siteOf(leaky)).toMatch(/service\/handlers.go:22$/)
    })

    testOfWhole('at a port of its own', async () => {
      const address = `127.0.0.1:${await freePort()}`
      const target = serviceTarget({
        bin: service,
        driver: 'pprof',
        pprof: `http://${address}/debug/pprof`,
        env: { PPROF_ADDRESS: address },
      })

      expect(moved(await judge(target))).toBe('plateau')
    })
  })

  describe('behind a url', () => {
    it('must answer there', async () => {
      const url = `http://127.0.0.1:${await freePort()}`

      expect(await endOfCheck(serviceTarget({ url }))).toMatchInlineSnapshot(
        `"TargetError: Nothing answers at http://127.0.0.1:<port> (connect ECONNREFUSED 127.0.0.1:<port>). Start the process first, and give the address at which its net/http/pprof listens."`,
      )
    })

    testOfWhole('is judged without being started, and its own profile names the line', async () => {
      const url = await runningService()

      const clean = await judge(serviceTarget({ url, name: 'staging' }))
      const leaky = await judge(serviceTarget({ url, name: 'staging', request: '/leak' }), {
        iterations: 2500,
      })

      expect(moved(clean)).toBe('plateau')
      expect(describeVerdict(leaky)).toMatch(/^expected scenario not to leak/)
      expect(siteOf(leaky)).toMatch(/service\/handlers.go:22$/)
    })
  })

  describe('without a collection', () => {
    testOfWhole.each(['expvar', 'process'] as const)(
      'by %s proves nothing of its heap',
      async (driver) => {
        const target = serviceTarget({
          bin: service,
          driver,
          env: { EXPVAR: '1' },
          request: '/leak/much',
        })

        expect(moved(await judge(target))).toBe('unsettled: suspect heap')
      },
    )

    it('by expvar needs it', async () => {
      expect(await endOfCheck(serviceTarget({ driver: 'expvar' }))).toMatchInlineSnapshot(
        `"TargetError: Go program './service' serves no memstats at http://127.0.0.1:<port>/debug/vars: add import _ "expvar" where it serves http.DefaultServeMux."`,
      )
    })
  })

  describe('by the lines that it prints', () => {
    const printed = (...args: string[]) => goTarget({ bin: lines, driver: 'lines', args })
    const inNode = (script: string) =>
      goTarget({ bin: 'node', driver: 'lines', args: ['-e', script] })

    it('is judged by its own figures', async () => {
      expect(moved(await judge(printed('20000')))).toBe('plateau')
      expect((await judge(printed('20000', 'leaky'))).kind).toBe('growth')
    })

    testOfWhole('may be written in another language', async () => {
      const endless = (leaked: string): string => `
        let row = 0
        setInterval(() => {
          for (const end = row + 200; row < end; row++) {
            console.log(JSON.stringify({ HeapAlloc: 1e6, HeapObjects: 1000, NumGoroutine: 4 + ${leaked} }))
          }
        }, 1)`

      expect(moved(await judge(inNode(endless('0'))))).toBe('plateau')
      const { growth } = (await judge(inNode(endless('row')))) as { growth?: unknown }
      expect(growth).toMatchObject([{ probe: 'goroutines', perIteration: 1 }])
    })

    testOfWhole('must print enough of them', async () => {
      const few = `for (let row = 0; row < 40; row++) console.log('{"HeapAlloc":1,"HeapObjects":1}')`

      expect(await endOfCheck(inNode(few), { iterations: 400 })).toMatchInlineSnapshot(
        `"TargetError: Program 'node' ended by itself with code 0 after 40 lines with a runtime.MemStats, but 77 were needed by then. Let it run for more iterations, or judge fewer with iterations: 20."`,
      )
      expect(await endOfCheck(inNode(`console.log('hello')`))).toMatchInlineSnapshot(`
        "TargetError: Program 'node' ended by itself with code 0 without a line that is a runtime.MemStats as JSON. Have it print one after each iteration, with HeapAlloc and HeapObjects at least. It printed last:
          hello"
      `)
      const silent = inNode(`console.log('hello'); setInterval(() => {}, 1000)`)
      // Long enough that Node starts within half of it on a busy machine.
      expect(await endOfCheck(silent, { timeLimitMs: 10_000 })).toMatchInlineSnapshot(`
        "TargetError: Program 'node' has run for <time>, half of the check's time, without a line that is a runtime.MemStats as JSON. Have it print one after each iteration, with HeapAlloc and HeapObjects at least. It printed last:
          hello"
      `)
    })
  })

  describe('by the profiles of an unmodified test binary', () => {
    const counted = (test: string) => goTest('./checks', test, { cwd: SERVICES, bin: tests })

    testOfWhole('is judged by its heap', async () => {
      expect(moved(await judge(counted('TestClean'), { iterations: 500 }))).toBe('plateau')
      const leaky = await judge(counted('TestLeaky'), { iterations: 500 })
      expect(leaky.kind).toBe('growth')
      expect(siteOf(leaky)).toMatch(/checks_test.go:14$/)
    })

    testOfWhole('must pass, and have the test', async () => {
      expect(await endOfCheck(counted('TestFails'))).toMatchInlineSnapshot(`
        "TargetError: Go test './checks TestFails' ended by itself with code 1 when it was run once: it must pass again and again. It printed last:
          === RUN   TestFails
              checks_test.go:16: expected 1 orders, got 2
          --- FAIL: TestFails (<time>)
          FAIL"
      `)
      expect(await endOfCheck(counted('TestNone'))).toMatchInlineSnapshot(
        `"MisuseError: The test binary '<cache>/checks.test' has no test 'TestNone'."`,
      )
      expect(await endOfCheck(counted('TestNested/second'))).toMatchInlineSnapshot(
        `"MisuseError: The test binary '<cache>/checks.test' has no test 'TestNested/second'."`,
      )
      expect(await endOfCheck(counted('TestSkipped'))).toMatchInlineSnapshot(`
        "TargetError: Go test './checks TestSkipped' was skipped, so there is nothing to measure. It printed last:
          === RUN   TestSkipped
              checks_test.go:18: needs a database
          --- SKIP: TestSkipped (<time>)
          PASS"
      `)
    })
  })

  describe('while the user drives it', () => {
    it('by a function for one iteration', async () => {
      await prepare(serviceTarget())
      const bodies = new Set<string>()
      const target = serviceTarget({
        drive: async (service) => {
          bodies.add(await service.send({ path: '/clean', method: 'PUT', body: 'order' }))
        },
      })

      expect(moved(await judge(target, { iterations: 100 }))).toBe('plateau')
      expect([...bodies]).toEqual(['clean'])
    })

    testOfWhole('by a command for many', async () => {
      const target = serviceTarget({
        load: (iterations, { url, signal }) => loadGenerator(`${url}/wait`, iterations, signal),
      })

      const verdict = await judge(target, { iterations: 100 })

      expect(verdict).toHaveProperty('growth.0.probe', 'goroutines')
      expect(siteOf(verdict)).toMatch(/service\/handlers.go:28$/)
    })
  })
})

/** A service that runs already, with pprof and with a profile of every allocation. */
async function runningService(): Promise<string> {
  const port = await freePort()
  const { PATH } = process.env
  const GODEBUG = 'memprofilerate=1'
  const env = { PATH, GODEBUG, PORT: String(port), PPROF_PATH: '/debug/pprof' }
  const running = spawn(service, { env, stdio: 'ignore' })
  onTestFinished(() => void running.kill())
  const url = `http://127.0.0.1:${port}`
  await vi.waitFor(() => fetch(url), 10_000)
  return url
}

/** As a load generator does: a process of its own that sends so many requests. */
async function loadGenerator(url: string, requests: number, signal: AbortSignal): Promise<void> {
  const script = `for (let sent = 0; sent < ${requests}; sent++) await (await fetch('${url}')).text()`
  const args = ['--input-type=module', '-e', script]
  const generator = spawn(process.execPath, args, { signal, stdio: 'inherit' })
  await new Promise<void>((resolve, reject) => {
    generator.on('error', reject)
    generator.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`The load generator ended with code ${code}.`)),
    )
  })
}
