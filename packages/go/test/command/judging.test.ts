import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { findGo } from '../../src/toolchain/find-go.ts'
import { describeWithGo } from '../go-toolchain.ts'
import { copiedService, normalised, runCommand, startCommand } from './run-command.ts'

const BROKEN = join(import.meta.dirname, '..', 'fixtures', 'agent-broken')

describeWithGo('plateau-go', () => {
  const service = copiedService()
  afterAll(() => rmSync(service, { recursive: true, force: true }))

  // Each waits two seconds for clocks to tick before it calls anything a leak: they wait side by side.
  describe.concurrent('judges a program and', () => {
    testOfWhole('ends with 0 for a program that levels off', async ({ expect }) => {
      const ended = await runCommand(service, '.', '--request', '/')

      expect(normalised(ended, service)).toMatchInlineSnapshot(`
        {
          "code": 0,
          "stderr": "",
          "stdout": "scenario levelled off (<n> iterations, <time>); the smallest leak per iteration that would have shown: <amounts>
        ",
        }
      `)
    })

    it('ends with 1 for one that grows, and names the line', async ({ expect }) => {
      const ended = await runCommand(service, '.', '--request', '/leak', '--iterations', '300')

      expect(normalised(ended, service)).toMatchInlineSnapshot(`
        {
          "code": 1,
          "stderr": "",
          "stdout": "expected scenario not to leak, but heapObjects grew +<rate> heap objects per iteration (95% interval <low> to <high>, <n> iterations)
        and heap grew +<rate> bytes per iteration (95% interval <low> to <high>, <n> iterations)
          grows         +1 heap object, +<rate> bytes per iteration
          allocated at  main.go:18  main.remember
          retained by   global main.sessions → <size> B from main.go:18 (slice) → <size> B from main.go:18
          fingerprint   8e3b9bf5c0dd
          kept          <file>.base.pb.gz
          kept          <file>.final.pb.gz
          kept          <file>.html
          heapObjects  <bars> <amounts> over iterations <n> to <n>
          heap      <bars> <amounts> over iterations <n> to <n>
          Remove each entry when its work ends. If a store is meant to fill up to n entries, pass --bounded n.
        ",
        }
      `)
    })

    testOfWhole('ends with 3 where no decision was possible', async ({ expect }) => {
      const ended = await runCommand(service, '.', '--request', '/slow', '--time-limit', '3s')

      expect(normalised(ended, service)).toMatchInlineSnapshot(`
        {
          "code": 3,
          "stderr": "",
          "stdout": "could not tell whether scenario leaks: the time was over before the decision (<n> iterations, <time>)
          Iteration <n> had not ended when the time limit of <time> was over. A scenario must resolve: await what it starts, or raise the limit if one iteration takes that long.
        ",
        }
      `)
    })

    testOfWhole('ends with 4 for a request that is not answered well', async ({ expect }) => {
      const ended = await runCommand(service, '.', '--request', '/fails')

      expect(normalised(ended, service)).toMatchInlineSnapshot(`
        {
          "code": 4,
          "stderr": "Iteration <n> of '.' failed: /fails answered 500 instead of a status below 400. It answered:
          no such order
        ",
          "stdout": "",
        }
      `)
    })

    testOfWhole('ends with 4 for a program that ends at once', async ({ expect }) => {
      const ended = await runCommand(service, '.', '--request', '/', '--arg', '-exit')

      expect(normalised(ended, service)).toMatchInlineSnapshot(`
        {
          "code": 4,
          "stderr": "While waiting for its first answer at http://127.0.0.1:<port>/ (it was given PORT=<port>; what else it needs is passed by --arg and --env), Go program '.' ended by itself with code 3. It printed nothing. Start it by hand to see why.
        ",
          "stdout": "",
        }
      `)
    })

    it("ends with 4 and the compiler's words for one that does not build", async ({ expect }) => {
      expect(await runCommand(BROKEN, '.', '--request', '/')).toMatchInlineSnapshot(`
        {
          "code": 4,
          "stderr": "go build failed:
        # example.com/agent-broken
        ./main.go:4:2: undefined: undefinedName
        ",
          "stdout": "",
        }
      `)
    })

    testOfWhole('prints the verdict alone as JSON, or writes it', async ({ expect }) => {
      const judged = ['--request', '/leak', '--iterations', '60', '--explain', 'off']

      const printed = await runCommand(service, '.', ...judged, '--json', '-')
      const written = await runCommand(service, '.', ...judged, '--json', 'verdict.json')

      expect(printed).toMatchObject({ code: 1, stderr: '' })
      expect(JSON.parse(printed.stdout)).toMatchObject({ schema: 1, kind: 'growth', culprits: [] })
      expect(written.stdout).toContain('expected scenario not to leak')
      const file = readFileSync(join(service, 'verdict.json'), 'utf8')
      expect(JSON.parse(file)).toMatchObject({ kind: 'growth' })
    })
  })

  testOfWhole('sends a method, a body and headers, and is quiet on request', async () => {
    const request = ['--request', 'PUT /echo {"id":1}', '--header', 'X-Key: secret']

    const ended = await runCommand(service, '.', ...request, '--iterations', '30', '--quiet')

    expect(ended).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  testOfWhole('accepts the growth that is tolerated', async () => {
    const tolerated = ['--tolerate', 'heap=200,heapObjects=2', '--iterations', '60']

    expect(await runCommand(service, '.', '--request', '/leak', ...tolerated)).toMatchObject({
      code: 0,
    })
  })

  testOfWhole.each([
    ['TestRemember', 1],
    ['TestClean', 0],
  ])('judges the test %s', async (test, code) => {
    const judged = ['--run', test, '--iterations', '60', '--explain', 'off']

    expect(await runCommand(service, 'test', '.', ...judged)).toMatchObject({ code, stderr: '' })
  })

  testOfWhole.each([
    ['keeps', 1],
    ['frees', 0],
  ])('judges a command that %s by the lines that it prints', async (mode, code) => {
    const { command } = await findGo(service, process.env)
    execFileSync(command, ['build', '-o', 'steps', './worker'], { cwd: service })

    const ended = await runCommand(service, 'lines', '--iterations', '2000', '--', './steps', mode)

    expect(ended).toMatchObject({ code, stderr: '' })
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    'stops on %s, says what was seen and leaves nothing running',
    async (signal, code) => {
      const { started, pid } = await serving()

      started.child.kill(signal)

      expect(await started.ended).toEqual({
        code,
        stdout: '',
        stderr: `Stopping on ${signal}; once more ends at once.\nInterrupted by ${signal}. No verdict after 0 iterations: no sample was taken.\n`,
      })
      await untilGone(pid)
    },
  )

  it('ends at once on the second signal, and a program that ignores signals with it', async () => {
    const { started, pid } = await serving('--arg', '-stubborn')

    started.child.kill('SIGINT')
    await started.said('Stopping on SIGINT')
    started.child.kill('SIGINT')

    expect(await started.ended).toMatchObject({ code: 130, stdout: '' })
    await untilGone(pid)
  })

  testOfWhole('is interrupted in a build', async () => {
    const [tool, mark] = [join(service, 'tool'), join(service, 'compiling')]
    writeFileSync(tool, `#!/bin/sh\n: > '${mark}'\nexec "$@"\n`, { mode: 0o755 })
    const flags = ['--build-flag', '-a', '--build-flag', `-toolexec=${tool}`]
    const started = startCommand(service, ['.', '--request', '/', ...flags])
    while (!existsSync(mark)) await pause(10)

    started.child.kill('SIGTERM')

    const { code, stderr } = await started.ended
    expect({ code, stderr }).toEqual({
      code: 143,
      stderr:
        'Stopping on SIGTERM; once more ends at once.\nInterrupted by SIGTERM. The program was still being built: nothing was measured.\n',
    })
  })

  /** A command whose program has got a request that it never answers. */
  async function serving(
    ...args: readonly string[]
  ): Promise<{ readonly started: ReturnType<typeof startCommand>; readonly pid: number }> {
    const mark = join(service, `mark-${args.length}-${Math.random()}`)
    const asked = ['--request', '/slow', '--env', `MARK=${mark}`]
    const started = startCommand(service, ['.', ...asked, ...args])
    while (!existsSync(mark)) await pause(10)
    return { started, pid: Number(readFileSync(mark, 'utf8')) }
  }
})

/** One that nobody has waited for yet is no longer running either. */
async function untilGone(pid: number): Promise<void> {
  while (/^[^Z]/.test(stateOf(pid))) await pause(10)
}

function stateOf(pid: number): string {
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', 'stat='], { encoding: 'utf8' }).trim()
  } catch {
    // ps fails where there is none.
    return ''
  }
}
