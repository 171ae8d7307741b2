import { afterEach, beforeAll, expect, it } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { goTarget, prepare } from '../../src/index.ts'
import { describeWithGo } from '../go-toolchain.ts'
import { endOfCheck, leftRunning, SERVICES, scenarioTarget, serviceTarget } from './services.ts'

describeWithGo('a program that does not start', () => {
  beforeAll(async () => {
    await prepare(serviceTarget())
    await prepare(scenarioTarget('clean'))
  }, 120_000)

  afterEach(() => expect(leftRunning()).toEqual([]))

  it('does not build: the words of the compiler are told', async () => {
    expect(await endOfCheck(serviceTarget({ pkg: './broken' }))).toMatchInlineSnapshot(`
      "TargetError: go build failed:
      # example.test/services/broken
      broken/main.go:4:11: invalid operation: "3" + 4 (mismatched types untyped string and untyped int)
      broken/main.go:5:2: undefined: undefinedFunction"
    `)
  })

  testOfWhole('is no package main', async () => {
    expect(await endOfCheck(serviceTarget({ pkg: './library' }))).toMatchInlineSnapshot(
      `"MisuseError: pkg must be a program, received "./library": example.test/services/library is package library, not package main. Name the folder of a package main, or test this one with goTest."`,
    )
  })

  testOfWhole('is not there', async () => {
    expect(await endOfCheck(serviceTarget({ pkg: './nothing' }))).toMatchInlineSnapshot(
      `"MisuseError: pkg must name a folder with a Go package, received "./nothing" in <services>."`,
    )
    expect(
      await endOfCheck(goTarget({ bin: './nothing', cwd: SERVICES, request: '/' })),
    ).toMatchInlineSnapshot(
      `"TargetError: Go program './nothing' could not be started: there is no file '<services>/nothing'. Build it first, or correct its path."`,
    )
    expect(
      await endOfCheck(goTarget({ bin: 'no-such-program', request: '/' })),
    ).toMatchInlineSnapshot(
      `"TargetError: Go program 'no-such-program' could not be started: 'no-such-program' was not found in PATH. Install it, or give the path of the program."`,
    )
  })

  testOfWhole('exits at once', async () => {
    expect(await endOfCheck(serviceTarget({ env: { START: 'exit' } }))).toMatchInlineSnapshot(`
      "TargetError: While waiting for its first answer at http://127.0.0.1:<port>/ (it was given PORT=<port>; what else it needs is passed by args, env and stdin), Go program './service' ended by itself with code 3. Its last output:
        configuration is complete, nothing to do"
    `)
  })

  it('panics: the panic is told, and not the other goroutines', async () => {
    expect(await endOfCheck(serviceTarget({ env: { START: 'panic' } }))).toMatchInlineSnapshot(`
      "TargetError: While waiting for its first answer at http://127.0.0.1:<port>/ (it was given PORT=<port>; what else it needs is passed by args, env and stdin), Go program './service' ended by itself with code 2. Its last output:
        panic: assignment to entry in nil map
        
        goroutine <n> [running]:
        main.start(…)
        	<services>/service/main.go:51
        main.main()
        	<services>/service/main.go:20"
    `)
  })

  it('never answers: what it was given is told', async () => {
    const target = serviceTarget({ env: { START: 'never' } })

    expect(await endOfCheck(target, { timeLimitMs: 2000 })).toMatchInlineSnapshot(`
      "TargetError: Go program './service' had not answered at http://127.0.0.1:<port>/ after <time>, half of the check's time (connect ECONNREFUSED 127.0.0.1:<port>). It was given PORT=<port>: if it takes the port from another variable, name that with port: 'HTTP_PORT'; if from a flag, pass args: ['-port', '{port}']; if it just starts slowly, raise the test's timeout or timeLimitMs. It printed last:
        waiting for the database"
    `)
  })

  testOfWhole('accepts connections and never answers', async () => {
    const target = serviceTarget({ ready: '/hang' })

    expect(await endOfCheck(target, { timeLimitMs: 2000 })).toMatchInlineSnapshot(
      `"TargetError: Go program './service' had not answered at http://127.0.0.1:<port>/hang after <time>, half of the check's time (it takes connections, but no answer came). It was given PORT=<port>: if it takes the port from another variable, name that with port: 'HTTP_PORT'; if from a flag, pass args: ['-port', '{port}']; if it just starts slowly, raise the test's timeout or timeLimitMs. It printed nothing."`,
    )
  })

  it('has not registered the scenario', async () => {
    expect(await endOfCheck(scenarioTarget('leeky'))).toMatchInlineSnapshot(
      `"MisuseError: Go program './scenarios' has no scenario 'leeky': it has registered leaky, clean, failing, panicking, hanging, dying. Register it before main blocks, with plateau.test/agent: agent.Scenario("leeky", iterate)."`,
    )
  })

  testOfWhole('needs a flag', async () => {
    const env = { START: 'flag' }

    expect(await endOfCheck(serviceTarget({ env }))).toMatchInlineSnapshot(`
      "TargetError: While waiting for its first answer at http://127.0.0.1:<port>/ (it was given PORT=<port>; what else it needs is passed by args, env and stdin), Go program './service' ended by itself with code 2. Its last output:
        missing -port
        Usage of <cache>/service:
          -port string
            	where to listen (default "<port>")"
    `)
    expect(await endOfCheck(serviceTarget({ env, args: ['-port', '{port}'] }))).toMatch(LEVEL)
  })

  testOfWhole('needs a variable of its environment', async () => {
    expect(await endOfCheck(serviceTarget({ env: { START: 'env' } }))).toMatchInlineSnapshot(`
      "TargetError: While waiting for its first answer at http://127.0.0.1:<port>/ (it was given PORT=<port>; what else it needs is passed by args, env and stdin), Go program './service' ended by itself with code 1. Its last output:
        <clock> DATABASE_URL is not set"
    `)
    const env = { START: 'env', DATABASE_URL: 'postgres://127.0.0.1:{port}' }
    expect(await endOfCheck(serviceTarget({ env }))).toMatch(LEVEL)
  })

  testOfWhole('needs its standard input', async () => {
    const env = { START: 'stdin' }

    expect(await endOfCheck(serviceTarget({ env }))).toMatchInlineSnapshot(`
      "TargetError: While waiting for its first answer at http://127.0.0.1:<port>/ (it was given PORT=<port>; what else it needs is passed by args, env and stdin), Go program './service' ended by itself with code 1. Its last output:
        <clock> no secret on standard input: EOF"
    `)
    expect(await endOfCheck(serviceTarget({ env, stdin: 'secret\n' }))).toMatch(LEVEL)
  })

  it.each(['agent', 'pprof'] as const)(
    'closes the descriptors from 3 to 63 first: the driver %s measures it all the same',
    async (driver) => {
      const env = { START: 'descriptors', PPROF_PATH: '/debug/pprof' }

      expect(await endOfCheck(serviceTarget({ env, driver }))).toMatch(LEVEL)
    },
  )
})

const LEVEL = /^scenario levelled off/
