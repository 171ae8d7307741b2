import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { describeExit, startProgram } from '../../src/process/index.ts'
import { isAlive, plainEnvironment, printed, startNode, untilGone } from './node-program.ts'

const folder = mkdtempSync(join(tmpdir(), 'plateau-process-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ON_WINDOWS = process.platform === 'win32'
const SLEEP = 'setInterval(() => {}, 1000)'
const IGNORE_TERM = `process.on('SIGTERM', () => {}); console.log('ready'); ${SLEEP}`

async function refusal(command: string, start: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
  const env = plainEnvironment()
  const name = "Go program './api'"
  const error = await startProgram({ command, args: [], env, name, ...start }).catch((e) => e)
  return { code: error.code, message: String(error.message).replaceAll(folder, '<folder>') }
}

test('a program that ends at once has its code and all of its output', async () => {
  const program = await startNode(`console.log('one'); console.error('two'); process.exitCode = 3`)

  const exit = await program.exited

  expect(exit).toEqual({ code: 3, signal: undefined, isOutOfMemory: false })
  expect(program.exit()).toEqual(exit)
  expect(program.outputTail().split('\n').sort()).toEqual(['one', 'two'])
})

test('a running program has no exit yet, and its stop tells of the signal', async () => {
  const program = await startNode(SLEEP)
  expect(program.exit()).toBeUndefined()
  expect(isAlive(program.pid)).toBe(true)

  await program.stop()

  expect(isAlive(program.pid)).toBe(false)
  expect(program.exit()).toMatchObject({ signal: ON_WINDOWS ? undefined : 'SIGTERM' })
})

test('a program reads the text that it is given, and may end without reading it', async () => {
  const echo = await startNode('process.stdin.pipe(process.stdout)', { stdin: { text: 'héllo' } })
  const deaf = await startNode('process.exit()', { stdin: { text: 'x'.repeat(1 << 20) } })

  expect([(await echo.exited).code, (await deaf.exited).code]).toEqual([0, 0])
  expect(echo.outputTail()).toBe('héllo')
  expect(echo.stdin).toBeDefined()
})

test('a program reads nothing by default, and what its caller writes to a pipe', async () => {
  const script = `process.stdin.on('data', (text) => console.log('got ' + text)).on('end', () => {})`
  const alone = await startNode(script)
  const fed = await startNode(script, { stdin: 'pipe' })
  fed.stdin?.end('a line')

  await Promise.all([alone.exited, fed.exited])

  expect(alone.stdin).toBeUndefined()
  expect([alone.outputTail(), fed.outputTail()]).toEqual(['', 'got a line'])
})

test('its environment is the given one alone', async () => {
  const script = 'console.log(process.env.GIVEN, process.env.VITEST)'
  const program = await startNode(script, { env: { ...plainEnvironment(), GIVEN: 'yes' } })

  await program.exited

  expect(program.outputTail()).toBe('yes undefined')
})

test('a flood of output is drained, handed on whole, and kept by its last lines only', async () => {
  let bytes = 0
  const program = await startNode(
    `const line = 'x'.repeat(99) + '\\n'
     for (let at = 0; at < 200; at++) process.stdout.write(line.repeat(1000))
     process.stdout.write('the end\\n')`,
    {
      onOutput: (chunk) => {
        bytes += chunk.length
      },
    },
  )

  expect(await program.exited).toMatchObject({ code: 0 })

  expect(bytes).toBe(20_000_008)
  const lines = program.outputTail().split('\n')
  expect(lines.at(-1)).toBe('the end')
  expect(lines.slice(0, -1).every((line) => line.length === 99)).toBe(true)
  expect(program.outputTail().length).toBeLessThanOrEqual(4096)
})

test.skipIf(ON_WINDOWS)('a program that ignores SIGTERM is killed after the grace', async () => {
  const { onOutput, done } = printed('ready')
  const program = await startNode(IGNORE_TERM, { onOutput })
  await done

  await program.stop(50)

  expect(program.exit()).toMatchObject({ code: undefined, signal: 'SIGKILL' })
  expect(isAlive(program.pid)).toBe(false)
})

test.skipIf(ON_WINDOWS)(
  'a program that was stopped by SIGSTOP is killed after the grace',
  async () => {
    const { onOutput, done } = printed('ready')
    const program = await startNode(IGNORE_TERM, { onOutput })
    await done
    process.kill(program.pid, 'SIGSTOP')

    await program.stop(50)

    expect(program.exit()).toMatchObject({ signal: 'SIGKILL' })
  },
)

test.skipIf(ON_WINDOWS)(
  'stopping twice sends SIGTERM once, and the shorter grace wins',
  async () => {
    const { onOutput, done } = printed('ready')
    const counting = `process.on('SIGTERM', () => console.log('asked')); console.log('ready'); ${SLEEP}`
    const program = await startNode(counting, { onOutput })
    await done

    await Promise.all([program.stop(60_000), program.stop(200)])
    await program.stop()

    expect(program.outputTail().split('\n')).toEqual(['ready', 'asked'])
  },
)

test.skipIf(ON_WINDOWS)('what a program started ends with it', async () => {
  const parent = (then: string) => `
    const child = require('child_process').spawn(process.execPath, ['-e', \`${IGNORE_TERM}\`])
    child.stdout.once('data', () => { console.log(String(child.pid)); ${then} })`
  const seen = printed('never')
  const running = await startNode(parent(SLEEP), { onOutput: seen.onOutput })
  const ending = await startNode(parent('process.exit()'))
  while (running.outputTail() === '') await new Promise((resolve) => setTimeout(resolve, 10))

  await Promise.all([running.stop(), ending.exited])

  for (const { outputTail } of [running, ending]) {
    const pid = Number(outputTail())
    expect(pid).toBeGreaterThan(1)
    await untilGone(pid)
  }
})

test.skipIf(ON_WINDOWS)(
  'output that a stranger to its group holds open does not hold up its end',
  async () => {
    const program = await startNode(`
    const options = { detached: true, stdio: ['ignore', 'inherit', 'inherit'] }
    const child = require('child_process').spawn(process.execPath, ['-e', '${SLEEP}'], options)
    console.log(String(child.pid))
    process.exit(4)`)

    expect(await program.exited).toMatchObject({ code: 4 })

    process.kill(Number(program.outputTail()), 'SIGKILL')
  },
)

test.skipIf(ON_WINDOWS)('what cannot be started is told with the command and the fix', async () => {
  writeFileSync(join(folder, 'notes.txt'), 'text', { mode: 0o600 })
  writeFileSync(join(folder, 'foreign'), '#!/nowhere/interpreter\n', { mode: 0o700 })

  expect([
    await refusal('no-such-program'),
    await refusal('./api', { cwd: folder }),
    await refusal(join(folder, 'api')),
    await refusal('./api', { cwd: join(folder, 'gone') }),
    await refusal('./notes.txt', { cwd: folder }),
    await refusal(join(folder, 'foreign')),
    await refusal(folder),
  ]).toMatchInlineSnapshot(`
    [
      {
        "code": "PLATEAU_TARGET",
        "message": "Go program './api' could not be started: 'no-such-program' was not found in PATH. Install it, or give the path of the program.",
      },
      {
        "code": "PLATEAU_TARGET",
        "message": "Go program './api' could not be started: there is no file './api' in '<folder>'. Build it first, or correct its path.",
      },
      {
        "code": "PLATEAU_TARGET",
        "message": "Go program './api' could not be started: there is no file '<folder>/api'. Build it first, or correct its path.",
      },
      {
        "code": "PLATEAU_TARGET",
        "message": "Go program './api' could not be started: its working directory '<folder>/gone' does not exist. Create it, or correct cwd.",
      },
      {
        "code": "PLATEAU_TARGET",
        "message": "Go program './api' could not be started: the system does not let './notes.txt' be executed. Make it executable (chmod +x), or name a program rather than a folder or a source file.",
      },
      {
        "code": "PLATEAU_TARGET",
        "message": "Go program './api' could not be started: '<folder>/foreign' exists, but the interpreter or loader that it names does not. Build it for this system, or correct its first line.",
      },
      {
        "code": "PLATEAU_TARGET",
        "message": "Go program './api' could not be started: the system does not let '<folder>' be executed. Make it executable (chmod +x), or name a program rather than a folder or a source file.",
      },
    ]
  `)
})

test('no message quotes the environment', async () => {
  const { code, message } = await refusal('api', { env: { TOKEN: 'secret\0' } })

  expect(code).toBe('PLATEAU_TARGET')
  expect(message).toMatchInlineSnapshot(
    `"Go program './api' could not be started: the command, an argument, the cwd or a name or value of the environment of 'api' is no string, is empty or holds a null character (ERR_INVALID_ARG_VALUE). Correct it."`,
  )
})

test('an exit is described as the rest of a sentence', () => {
  const none = { code: undefined, signal: undefined, isOutOfMemory: false }

  expect([
    describeExit({ ...none, code: 3 }),
    describeExit({ ...none, signal: 'SIGKILL' }),
    describeExit({ ...none, signal: 'SIGKILL', isOutOfMemory: true }),
    describeExit({ ...none, code: 137, isOutOfMemory: true }),
  ]).toMatchInlineSnapshot(`
    [
      "ended by itself with code 3",
      "was killed by SIGKILL",
      "was killed by the kernel for want of memory (SIGKILL)",
      "was killed by the kernel for want of memory (code 137)",
    ]
  `)
})
