import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { goTarget, prepare } from '../../src/index.ts'
import { describeWithGo } from '../go-toolchain.ts'
import {
  endOfCheck,
  leftRunning,
  SERVICES,
  scenarioTarget,
  serviceTarget,
  testTarget,
} from './services.ts'

const LEVEL = /^scenario levelled off/

describeWithGo('an iteration', () => {
  beforeAll(async () => {
    await prepare(serviceTarget())
    await prepare(scenarioTarget('clean'))
  }, 120_000)

  afterEach(() => expect(leftRunning()).toEqual([]))

  describe('of a service', () => {
    it('panics in its handler: the request and the log are told', async () => {
      const said = await endOfCheck(serviceTarget({ request: ['/clean', '/panic'] }))

      expect(said.split('\n').slice(0, 3).join('\n')).toMatchInlineSnapshot(`
        "TargetError: Iteration 1 of './service' failed: /panic was not answered, socket hang up. It printed last:
          <clock> http: panic serving 127.0.0.1:<port>: no such order
          goroutine <n> [running]:"
      `)
    })

    it('kills the process: its panic is told, however many goroutines there are', async () => {
      expect(await endOfCheck(serviceTarget({ request: '/die' }))).toMatchInlineSnapshot(`
        "TargetError: Go program './service' ended by itself with code 2 in iteration 1. It printed last:
          panic: the worker failed

          goroutine <n> [running]:
          main.handle.func6.1()
          	<services>/service/handlers.go:34
          created by main.handle.func6 in goroutine <n>
          	<services>/service/handlers.go:34"
      `)
    })

    testOfWhole('is answered with an error', async () => {
      expect(await endOfCheck(serviceTarget({ request: '/fail' }))).toMatchInlineSnapshot(
        `
        "TargetError: Iteration 1 of './service' failed: /fail answered 500 instead of a status below 400. It answered:
          the database is down"
      `,
      )
      expect(await endOfCheck(serviceTarget({ request: '/nothing' }))).toMatchInlineSnapshot(
        `
        "TargetError: Iteration 1 of './service' failed: /nothing answered 404 instead of a status below 400. It answered:
          404 page not found"
      `,
      )
    })

    testOfWhole('may mean to be answered with an error', async () => {
      const request = { path: '/fail', status: 500 }

      expect(await endOfCheck(serviceTarget({ request }))).toMatch(LEVEL)
    })

    testOfWhole('closes the listener', async () => {
      expect(await endOfCheck(serviceTarget({ request: '/close' }))).toMatchInlineSnapshot(
        `"TargetError: Iteration 2 of './service' failed: /close was not answered, connect ECONNREFUSED 127.0.0.1:<port>. It listens on no port. It printed nothing."`,
      )
    })

    it('never ends', async () => {
      const target = serviceTarget({ request: '/hang' })

      expect(await endOfCheck(target, { timeLimitMs: 2000 })).toMatchInlineSnapshot(`
        "could not tell whether scenario leaks: the time was over before the decision (<n> iterations, <time>)
          Iteration 1 had not ended when the time limit of <time> was over. A scenario must resolve: await what it starts, or raise the limit if one iteration takes that long."
      `)
    })

    testOfWhole('floods the log, which stops neither the program nor the check', async () => {
      expect(await endOfCheck(serviceTarget({ request: '/log' }))).toMatch(LEVEL)
    })

    testOfWhole('throws in drive', async () => {
      const target = serviceTarget({
        drive: () => {
          throw new RangeError('no such order')
        },
      })

      expect(await endOfCheck(target)).toMatchInlineSnapshot(
        `"TargetError: Iteration 1 of './service' failed: it threw RangeError. It says: no such order"`,
      )
    })
  })

  describe('of a scenario', () => {
    it('returns an error', async () => {
      expect(await endOfCheck(scenarioTarget('failing'))).toMatchInlineSnapshot(
        `"TargetError: Iteration 1 of scenario "failing" failed: the order is empty"`,
      )
    })

    it('panics: its own frames are told', async () => {
      expect(await endOfCheck(scenarioTarget('panicking'))).toMatchInlineSnapshot(`
        "TargetError: Iteration 1 of scenario "panicking" failed: panic: no such order
        main.main.func4(…)
        	<services>/scenarios/main.go:22"
      `)
    })

    it('kills the process', async () => {
      expect(await endOfCheck(scenarioTarget('dying'))).toMatchInlineSnapshot(`
        "TargetError: Go program './scenarios' ended by itself with code 2 while it ran dying. It printed last:
          panic: the worker failed

          goroutine <n> [running]:
          main.main.func6.gowrap1()
          	<services>/scenarios/main.go:25
          created by main.main.func6 in goroutine <n>
          	<services>/scenarios/main.go:25"
      `)
    })

    it('never ends', async () => {
      expect(
        await endOfCheck(scenarioTarget('hanging'), { timeLimitMs: 1500 }),
      ).toMatchInlineSnapshot(`
        "could not tell whether scenario leaks: the time was over before the decision (<n> iterations, <time>)
          Iteration 1 had not ended when the time limit of <time> was over. A scenario must resolve: await what it starts, or raise the limit if one iteration takes that long."
      `)
    })
  })

  describe('of a test', () => {
    it('fails: what the test printed is told', async () => {
      expect(await endOfCheck(testTarget('TestFails'))).toMatchInlineSnapshot(`
        "TargetError: Iteration 1 of scenario "TestFails" failed: the test did not pass
        It printed last:
          --- FAIL: TestFails (<time>)
              checks_test.go:16: expected 1 orders, got 2"
      `)
    })

    testOfWhole('is skipped', async () => {
      expect(await endOfCheck(testTarget('TestSkipped'))).toMatchInlineSnapshot(
        `"TargetError: Iteration 1 of scenario "TestSkipped" failed: it was skipped, so there is nothing to measure"`,
      )
    })

    it('panics', async () => {
      const said = await endOfCheck(testTarget('TestPanics'))

      expect(said.split('\n').slice(0, 2).join('\n')).toMatchInlineSnapshot(`
        "TargetError: Go program './checks TestPanics' ended by itself with code 2 while it ran TestPanics. It printed last:
          panic: no such order [recovered, repanicked]"
      `)
    })

    testOfWhole('is not there', async () => {
      expect(await endOfCheck(testTarget('TestCleen'))).toMatchInlineSnapshot(
        `"MisuseError: Package example.test/services/checks has no test "TestCleen"; it has TestClean, TestLeaky, TestNested, TestFails, TestHangs, TestPanics, TestSkipped. Check the name, and the build tags of its file."`,
      )
    })
  })

  describe('of a program with settings of its own', () => {
    const settings = (request: string) =>
      goTarget({
        pkg: './settings',
        cwd: SERVICES,
        env: { GODEBUG: 'http2server=0' },
        request,
      })

    testOfWhole('is judged whatever GODEBUG, //go:debug and runtime.GOMAXPROCS say', async () => {
      expect(await endOfCheck(settings('/clean'))).toMatch(LEVEL)
      expect(await endOfCheck(settings('/leak'), { iterations: 2000 })).toMatch(
        /allocated at {2}settings\/main.go:20/,
      )
    })

    it('keeps the settings of the user', async () => {
      let seen = ''
      const target = goTarget({
        pkg: './settings',
        cwd: SERVICES,
        env: { GODEBUG: 'http2server=0' },
        drive: async (service) => {
          seen = await service.send('/godebug')
        },
      })
      await endOfCheck(target)

      expect(seen).toBe('http2server=0')
    })
  })
})
