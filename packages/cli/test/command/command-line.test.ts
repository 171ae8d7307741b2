import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runHere, runPlateau, testFolder } from './run-plateau.ts'

test('help teaches by examples', async () => {
  const { code, stdout } = await runHere(['--help'], '.')

  expect(code).toBe(0)
  expect(stdout).toMatchInlineSnapshot(`
    "plateau runs a program for long under steady load; its memory must level off.

      plateau soak --iterations 20000 --request / -- node server.js
          start it, drive it, judge it, stop it
      plateau soak
          what plateau.config.mts says; plateau init writes one, and a nightly job
      plateau report .plateau/soak/server.js-2026-01-31T02-17-00 --html report.html
          tell again what a run saw
      plateau compare plateau-history.ndjson
          slow creep over many nights
      plateau loop vitest
          every test of a suite, repeated: which one leaks
      plateau doctor
          what can be measured here, and how to get the rest

    Commands: soak, loop, ledger, bisect, report, compare, merge, resume, go, mcp, init, doctor. plateau COMMAND --help tells more.

    Exit codes: 0 plateau, 1 growth, 2 misuse, 3 unsettled, 4 the target failed, 5 Plateau failed,
    130 or 143 interrupted. Only 0 is a pass.
    "
  `)
})

test.each(['soak', 'report', 'compare', 'merge', 'resume', 'mcp', 'init', 'doctor'])(
  'the help of %s begins with an example and ends with the exit codes',
  async (command) => {
    const { code, stdout } = await runHere([command, '--help'], '.')

    expect(code).toBe(0)
    expect(stdout.startsWith(`  plateau ${command}`)).toBe(true)
    expect(stdout.endsWith('Only 0 is a pass.\n')).toBe(true)
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThan(125)
  },
)

test.each<[readonly string[], string]>([
  [['sock'], "Unknown command 'sock'. Did you mean soak? plateau --help lists them all.\n"],
  [
    ['soak', '--iteration', '5'],
    "Unknown option '--iteration' of plateau soak. Did you mean --iterations? plateau soak --help lists them all.\n",
  ],
  [
    ['soak', '--iterations'],
    '--iterations needs a value: --iterations N, judged iterations, after the warm-up.\n',
  ],
  [['soak', '--iterations', '1e4'], "--iterations must be a positive integer, received '1e4'.\n"],
  [['soak', '--fail-fast=yes'], "--fail-fast takes no value, received 'yes'.\n"],
  [['soak', '--rate', '5', '--rate', '6'], "--rate may be given once, received '5' and '6'.\n"],
  [
    ['soak', 'a.mts', 'b.mts'],
    "plateau soak takes one configuration file, received 'b.mts' in addition. A command goes behind two dashes: plateau soak --request / -- node server.js.\n",
  ],
  [
    ['soak', '--load', 'k6', '--', 'node', 'a.js'],
    "--load must be external, received 'k6'. A generator is named with --load-command 'k6 …', requests with --request.\n",
  ],
  [
    ['soak', '--env', 'TOKEN', '--', 'node', 'a.js'],
    "--env must be a name and its value such as NODE_ENV=production, received 'TOKEN'.\n",
  ],
  [
    ['soak', '--tolerate', 'heap', '--', 'node', 'a.js'],
    "--tolerate must be a list such as heap=16,fds=0.1, received 'heap'.\n",
  ],
  [
    ['soak', '--request', '/', '--header', 'Bearer secret', '--', 'node', 'a.js'],
    "--header must be a name, a colon and a value such as 'authorization: Bearer …', received 'Bearer …'.\n",
  ],
  [
    ['soak', '--request', '/', '--rate', 'fast', '--', 'node', 'a.js'],
    "load.rate (--rate) must be iterations per second such as 200, received 'fast'.\n",
  ],
  [
    ['soak', '--request', '/', '--timeout', 'soon', '--', 'node', 'a.js'],
    "load.timeout (--timeout) must be a time with its unit such as 90s, 30m or 8h, received 'soon'.\n",
  ],
  [
    ['soak', '--request', 'POST /orders {"id":1', '--', 'node', 'a.js'],
    "load.request: the body of 'POST /orders' begins like JSON and is none (Expected ',' or '}' after property value in JSON at position 7 (line 1 column 8)). Mend it, and quote all of the request for the shell; or, to send it as it is, name its type with --header 'content-type: text/plain' (headers).\n",
  ],
  [
    ['soak', '--request', '/', '--', 'nodde', 'server.js'],
    "target.command (what follows --) cannot be started: 'nodde' was not found in PATH. Install it, or give the path of the program.\n",
  ],
  [
    ['soak', '--load-command', 'autocanon {url}', '--', 'node', 'server.js'],
    "load.command (--load-command) cannot be started: 'autocanon' was not found in PATH. Install it, or give the path of the program.\n",
  ],
  [
    ['soak', '--request', 'FETCH /', '--', 'node', 'server.js'],
    "request: 'FETCH /' has no method of HTTP. Known are GET, POST, PUT, PATCH, DELETE and the like.\n",
  ],
  [
    ['soak', '--request', 'POST login {"password":"secret"}', '--', 'node', 'server.js'],
    "request must be a path such as /orders/1, or 'POST /orders {\"id\":1}', received 'POST …'.\n",
  ],
  [
    ['soak', '--request', '/', '--url', 'http://me:secret@127.0.0.1:9', '--', 'node', 'server.js'],
    'target.url (--url) must not hold a login, for reports tell it: leave out what stands before @, and send it with --auth-env NAME (load.authEnv), which reads it from the environment and tells it nowhere.\n',
  ],
  [
    ['soak', '--request', '/', '--json', '/nowhere/x.json', '--', 'node', 'server.js'],
    "--json must name a file that can be written, received '/nowhere/x.json': the folder is not there.\n",
  ],
  [
    ['soak', '--request', '/', '--pid', '4194305'],
    'target.pid (--pid) must be a process of this machine, received 4194305: there is none. It may have ended; start it, or give the command that starts it behind two dashes.\n',
  ],
  [
    ['soak', '--request', '/', '--auth-env', 'API_TOKEN', '--', 'node', 'a.js'],
    'load.authEnv (--auth-env) names API_TOKEN, which is not set: export it before plateau is started, or have your CI pass it as a secret.\n',
  ],
  [
    ['soak', '--request', '/orders/{id}', '--', 'node', 'a.js'],
    "load.request: nothing fills {id} of 'GET /orders/{id}': give the file whose column it is with --data (load.data), or write {{id}} to send {id} itself. Known without data are {n} and {uuid}.\n",
  ],
  [
    ['soak', '--request', '/', '--abandon', '5', '--', 'node', 'a.js'],
    "load.abandon (--abandon) must be a part of the iterations such as 5%, at most 100%, received '5'.\n",
  ],
  [
    ['soak', '--request', '/', '--stages', '10', '--', 'node', 'a.js'],
    "load.stages (--stages) must be lanes and how long, one stage after the other, such as 10x30s,50x2m, received '10': '10' is no stage.\n",
  ],
  [
    ['soak', '--load-command', 'k6', '--abandon', '5%', '--', 'node', 'a.js'],
    'load.abandon goes with request, webSocket, events, mcp and lines, received it beside command: that sends what it likes by itself.\n',
  ],
  [['report'], 'plateau report needs one run, a folder or its run.ndjson, received none.\n'],
  [
    ['compare'],
    'plateau compare needs a history, or two runs: plateau compare plateau-history.ndjson, plateau compare before/run.ndjson after/run.ndjson.\n',
  ],
  [
    ['merge'],
    'plateau merge needs the runs of the shards, received none: plateau merge shard-*/run.ndjson.\n',
  ],
])('%j is a misuse that is told with its fix', async (args, message) => {
  const { code, stderr } = await runHere(args, testFolder())

  expect(stderr).toBe(message)
  expect(code).toBe(2)
})

test('init writes a configuration and a nightly job, and never over a file', async () => {
  const cwd = testFolder()
  writeFileSync(join(cwd, 'package.json'), '{"scripts":{"start":"node src/main.js"}}')

  const first = await runHere(['init'], cwd)
  writeFileSync(join(cwd, 'plateau.config.mts'), '// mine\n')
  const second = await runHere(['init', '--gitlab'], cwd)

  expect(first.stdout).toContain('.github/workflows/plateau-nightly.yml written.')
  expect(second.stdout).toContain('plateau.config.mts is there already: left as it is.')
  expect(readFileSync(join(cwd, 'plateau.config.mts'), 'utf8')).toBe('// mine\n')
  expect(existsSync(join(cwd, '.gitlab', 'plateau-nightly.gitlab-ci.yml'))).toBe(true)
})

test('the configuration of init is one that soak accepts', async () => {
  const cwd = testFolder()
  await runHere(['init'], cwd)
  // Its package is not installed there: what defineSoak does is to return what it is given.
  const mine = readFileSync(join(cwd, 'plateau.config.mts'), 'utf8')
  writeFileSync(
    join(cwd, 'plateau.config.mts'),
    mine.replace(/^import .*$/m, 'const defineSoak = (config) => config'),
  )
  const { code, stdout } = await runPlateau(['soak', '--duration', '1s'], cwd)

  expect(stdout).toContain('server.js')
  expect(code).toBe(4)
})

test('doctor tells what can be measured, for people and for scripts', async () => {
  const { code, stdout } = await runHere(['doctor', '--json'], '.', { PATH: '' })

  expect(code).toBe(0)
  const { rows } = JSON.parse(stdout) as {
    rows: readonly { what: string; isHere: boolean; fix?: string }[]
  }
  expect(rows.map(({ what }) => what)).toEqual([
    'Node programs',
    'plateau.config.ts',
    'fds and threads',
    'memory limit',
    'Go packages',
    'Bun programs',
    'memory of cgo',
    'pages',
  ])
  expect(rows.find(({ what }) => what === 'memory of cgo')).toMatchObject({
    isHere: false,
    fix: 'Install gcc or clang.',
  })
})

test('go hands over to its own command', async () => {
  const { code, stdout } = await runHere(['go', '--version'], '.')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test('a TypeScript configuration that is taken for CommonJS is told its fix', async () => {
  const cwd = testFolder()
  mkdirSync(join(cwd, 'app'))
  writeFileSync(join(cwd, 'app', 'package.json'), '{"type":"commonjs"}')
  writeFileSync(join(cwd, 'app', 'plateau.config.ts'), 'export default { target: { pid: 1 } }\n')

  const { code, stderr } = await runPlateau(['soak'], join(cwd, 'app'))

  expect(code).toBe(2)
  expect(stderr).toContain(
    'is taken for CommonJS, for the package.json beside it does not say "type": "module". Rename it to',
  )
  expect(stderr).toContain('plateau.config.mts.')
})

test('all names that a configuration has wrong are told at once', async () => {
  const cwd = testFolder()
  const config = { target: { comand: [] }, load: { request: '/', rates: 5 }, iteratons: 10 }
  writeFileSync(join(cwd, 'plateau.config.json'), JSON.stringify(config))

  const { code, stderr } = await runHere(['soak'], cwd)

  expect(stderr).toMatchInlineSnapshot(`
    "Unknown option iteratons. Did you mean iterations?
    Unknown option target.comand. Did you mean command?
    Unknown option load.rates. Did you mean rate?
    "
  `)
  expect(code).toBe(2)
})

test('a configuration that throws is told with the line', async () => {
  const cwd = testFolder()
  writeFileSync(join(cwd, 'soak.mjs'), "\nthrow new Error('no secrets here')\n")

  const { code, stderr } = await runHere(['soak', 'soak.mjs'], cwd)

  expect(stderr.replaceAll(cwd, '<cwd>')).toMatchInlineSnapshot(`
    "'<cwd>/soak.mjs' could not be loaded: no secrets here (thrown at <cwd>/soak.mjs:2:7)
    "
  `)
  expect(code).toBe(2)
})
