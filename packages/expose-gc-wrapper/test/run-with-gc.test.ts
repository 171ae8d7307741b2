import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const WRAPPER = fileURLToPath(new URL('fixtures/wrapper.mjs', import.meta.url))
const SCRIPT = fileURLToPath(new URL('fixtures/script.mjs', import.meta.url))

describe('the script', () => {
  it('has a global gc and receives its arguments', async () => {
    const { code, stdout } = await run([SCRIPT, 'a b', '--flag', '$HOME', ''])

    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      gc: 'function',
      arguments: ['a b', '--flag', '$HOME', ''],
    })
  })

  it('runs with the options of Node that precede it', async () => {
    const { stdout } = await run(['--no-warnings', '--title=wrapped', '-p', 'process.title'])

    expect(stdout.trim()).toBe('wrapped')
  })

  it('runs with the options that the wrapper itself was started with', async () => {
    const { stdout } = await run(['-p', 'process.execArgv.includes("--conditions=source")'])

    expect(stdout.trim()).toBe('true')
  })

  it('may take --help for itself', async () => {
    const { stdout } = await run([SCRIPT, '--help'])

    expect(JSON.parse(stdout).arguments).toEqual(['--help'])
  })
})

describe('the exit code', () => {
  it("is the script's own", async () => {
    expect((await run([SCRIPT, 'exit', '42'])).code).toBe(42)
  })

  it('is 1 when the script throws', async () => {
    const { code, stderr } = await run([SCRIPT, 'throw', 'no such session'])

    expect(code).toBe(1)
    expect(stderr).toContain('no such session')
  })

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGKILL', 137],
  ])('is 128 and the number of the signal when %s ended the script', async (signal, code) => {
    expect((await run([SCRIPT, 'kill', signal])).code).toBe(code)
  })
})

describe('a signal to the wrapper', () => {
  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const)('%s ends the script, and the exit code is %d', async (signal, code) => {
    expect((await run([SCRIPT, 'wait'], { signal })).code).toBe(code)
  })

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    '%s leaves the script its own clean-up and exit code',
    async (signal) => {
      const { code, stdout } = await run([SCRIPT, 'clean-up', signal], { signal })

      expect(stdout).toContain('cleaned up')
      expect(code).toBe(7)
    },
  )
})

describe('without a script', () => {
  it('prints what is missing and the usage, and ends with 2', async () => {
    const { code, stdout, stderr } = await run([])

    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatchInlineSnapshot(`
      "expose-gc-wrapper needs a script to run, received no argument.

      Runs a script in Node with a global gc().

        expose-gc-wrapper [node options] script.js [arguments]

      Signals are passed on; the exit code is the script's own, 128 + n after signal n, 2 on misuse.
      "
    `)
  })

  it('prints the usage when it is asked for, and ends with 0', async () => {
    const { code, stdout, stderr } = await run(['--help'])

    expect(code).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).toMatchInlineSnapshot(`
      "Runs a script in Node with a global gc().

        expose-gc-wrapper [node options] script.js [arguments]

      Signals are passed on; the exit code is the script's own, 128 + n after signal n, 2 on misuse.
      "
    `)
  })
})

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the wrapper; `signal` is sent to it once the script has begun. */
async function run(
  argv: readonly string[],
  { signal }: { readonly signal?: NodeJS.Signals } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, ['--conditions=source', WRAPPER, ...argv])
  let stdout = ''
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  child.stdout.setEncoding('utf8').on('data', (text) => {
    if (signal !== undefined && stdout === '') setTimeout(() => child.kill(signal), 50)
    stdout += text
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout, stderr }
}
