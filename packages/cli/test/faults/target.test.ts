import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import {
  endIn,
  recordsIn,
  runPlateau,
  SERVER,
  soakOf,
  testFolder,
  untilRecord,
} from '../command/run-plateau.ts'

const SHORT = ['--iterations', '400', '--timeout', '1s', '--explain', 'off']

async function soaked(server: readonly string[], options: readonly string[] = SHORT) {
  const cwd = testFolder()
  const outcome = await soakOf(server, { cwd, options }).outcome
  return { cwd, ...outcome }
}

testOfWhole('a target that exits early fails the run with its exit code', async () => {
  const { code, stdout, cwd } = await soaked([SERVER, 'exit', '200'])

  expect(code).toBe(4)
  expect(stdout).toContain('ended by itself with code 0.')
  expect(endIn(cwd)).toMatchObject({ reason: 'target', verdicts: [] })
})

test('what a target printed as it crashed is told on the console and kept out of every report', async () => {
  const { code, stderr, stdout, cwd } = await soaked([SERVER, 'crash', '200'])

  expect(code).toBe(4)
  expect(stdout).toContain('ended by itself with code 1. What it printed or answered was told on')
  expect(stderr).toContain('The target failed. It printed last:\n')
  expect(stderr).toContain('hunter2')
  for (const file of ['run.ndjson', 'report.html', 'junit.xml', 'summary.md', 'metrics.txt']) {
    expect(readFileSync(join(cwd, 'out', file), 'utf8')).not.toContain('hunter2')
  }
  expect(readFileSync(join(cwd, 'out', 'output.log'), 'utf8')).toContain('hunter2')
  expect(stderr).toContain('What the target printed is in out/output.log: it may hold secrets')
})

testOfWhole('what a target printed is let go where that is asked for', async () => {
  const { cwd } = await soaked([SERVER, 'crash', '200'], [...SHORT, '--output', 'off'])

  expect(existsSync(join(cwd, 'out', 'output.log'))).toBe(false)
})

testOfWhole('a full heap is told from other ends', async () => {
  const options = ['--iterations', '400', '--timeout', '30s']
  const { code, stdout } = await soaked(
    ['--max-old-space-size=40', SERVER, 'memory', '200'],
    options,
  )

  expect(code).toBe(4)
  expect(stdout).toContain('because its heap was full')
})

test.skipIf(process.platform === 'win32')('a kill from outside is told', async () => {
  const { code, stdout } = await soaked([SERVER, 'kill', '200'])

  expect(code).toBe(4)
  expect(stdout).toContain('was killed by SIGKILL')
})

testOfWhole('a target that answers with errors fails the run with their status', async () => {
  const { code, stdout } = await soaked([SERVER, 'fail', '200'])

  expect(code).toBe(4)
  // Which comes first, fifty in a row or the end of a leg, is a matter of where in it the errors begin.
  expect(stdout).toMatch(
    /^incomplete: The run is incomplete: (?:\d+ of \d+ iterations failed, more than 1 %;|50 iterations in a row failed,) the last one because \/ answered 503/m,
  )
})

test('a target that never starts fails the run: without a sample there is no verdict', async () => {
  const { code, stdout, cwd } = await soaked([SERVER, 'start'])

  expect(code).toBe(4)
  expect(stdout.split('ended by itself with code 3')).toHaveLength(2)
  expect(stdout).toContain('No process was measured, so nothing was judged.')
  expect(endIn(cwd)?.verdicts).toEqual([])
})

testOfWhole(
  'a target that never answers fails the run after the time that it was given',
  async () => {
    const { code, stdout } = await soaked([SERVER, 'mute'], [...SHORT, '--start-within', '2s'])

    expect(code).toBe(4)
    expect(stdout).toContain('had not answered after 2 s. It is given its port in PORT')
  },
)

testOfWhole('a target that listens elsewhere is told of with its port', async () => {
  const script = 'require("http").createServer((q, r) => r.end()).listen(0)'
  const { code, stdout } = await soaked(['-e', script], [...SHORT, '--start-within', '3s'])

  expect(code).toBe(4)
  expect(stdout).toMatch(/It does listen on port \d+: give its address with url \(--url\)/)
})

test.runIf(process.platform === 'linux')(
  'an address where nobody answers is told, and where the target does listen',
  async () => {
    const options = ['--url', 'http://127.0.0.1:9', '--start-within', '2s']
    const { code, stdout, stderr } = await soaked([SERVER], [...SHORT, ...options])

    expect(code).toBe(4)
    const [, told = ''] = stdout.split('\n')
    const plain = told.replaceAll(SERVER, 'server.cjs').replaceAll(/(?<=port |:)\d{4,}/g, 'PORT')
    expect(plain).toMatchInlineSnapshot(
      `"incomplete: The run is incomplete: Target 'server.cjs' had not answered after 2 s at http://127.0.0.1:9, the address that was given with url (--url): correct it, or leave it out if the target listens on the port that it is given in PORT; name the path that answers with ready (--ready); startWithin (--start-within) gives it more time. The last time it was asked at http://127.0.0.1:9: connect ECONNREFUSED 127.0.0.1:9. It does listen on port PORT: give its address with url (--url), such as http://127.0.0.1:PORT."`,
    )
    expect(stderr).toBe('')
  },
)

test.runIf(process.platform === 'linux')('a target that listens nowhere is told of', async () => {
  const options = [...SHORT, '--start-within', '1s']
  const { code, stdout } = await soaked(['-e', 'setInterval(() => {}, 1000)'], options)

  expect(code).toBe(4)
  expect(stdout).toContain(' It listens on no port.')
})

testOfWhole(
  'a target that floods stdout and ignores SIGTERM is measured and stopped all the same',
  async () => {
    const [flooding, deaf] = await Promise.all([
      soaked([SERVER, 'flood']),
      soaked([SERVER, 'deaf']),
    ])

    expect([0, 3]).toContain(flooding.code)
    expect(endIn(flooding.cwd)?.reason).toBe('done')
    expect(endIn(deaf.cwd)?.reason).toBe('done')
  },
)

async function stopped(options: readonly string[]) {
  const cwd = testFolder()
  const running = soakOf([SERVER], { cwd, options: [...options, '--explain', 'off'] })
  await untilRecord(cwd, ({ type }) => type === 'load')
  const { pid } = recordsIn(cwd).find((record) => record.type === 'process') ?? { pid: 0 }
  process.kill(pid, 'SIGSTOP')
  return { ...running, cwd, pid }
}

const testOnPosix = process.platform === 'win32' ? test.skip : testOfWhole

testOnPosix('a target that was stopped and continued goes on', async () => {
  const { outcome, cwd, pid } = await stopped(['--iterations', '400', '--timeout', '30s'])
  await pause(500)
  process.kill(pid, 'SIGCONT')

  expect([0, 3]).toContain((await outcome).code)
  expect(endIn(cwd)?.reason).toBe('done')
})

const testOnLinux = process.platform === 'linux' ? testOfWhole : test.skip

testOnLinux(
  'a target that hangs or stays stopped fails the run, and is told to: with the line that it hangs in',
  async () => {
    const options = ['--iterations', '1000000', '--timeout', '1s']
    const [hanging, still] = await Promise.all([soaked([SERVER, 'hang', '200']), stopped(options)])
    const outcome = await still.outcome

    expect([hanging.code, outcome.code]).toEqual([4, 4])
    expect(hanging.stdout).toContain(
      'The target has not answered for 1 s: 4 iterations in a row were given up.',
    )
    expect(hanging.stdout).toMatch(/is blocked: it is in hang \(\S*server\.cjs:\d+\)/)
    expect(outcome.stdout).toContain('is stopped by a signal: it goes on at SIGCONT')
  },
)

testOfWhole('workers that are restarted are told apart, and the run is no pass', async () => {
  const { code, cwd } = await soaked([
    join(import.meta.dirname, '..', 'fixtures', 'servers', 'restarting.cjs'),
  ])

  const processes = recordsIn(cwd).flatMap((record) =>
    record.type === 'process' ? [record.process] : [],
  )
  expect(processes).toEqual(expect.arrayContaining(['main', 'worker 1', 'worker 2', 'worker 3']))
  expect(recordsIn(cwd)).toContainEqual(
    expect.objectContaining({ type: 'event', kind: 'process-ended' }),
  )
  expect(code).toBe(3)
})

test('a metrics port that is taken is a misuse', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }

  const { code, stderr } = await runPlateau(
    ['soak', '--metrics-port', String(port), '--request', '/', '--', 'node', SERVER],
    testFolder(),
  )
  server.close()

  expect(code).toBe(2)
  expect(stderr).toContain(
    `metricsPort ${port} cannot be listened on (EADDRINUSE). Name another one.`,
  )
})
