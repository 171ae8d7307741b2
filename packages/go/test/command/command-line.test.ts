import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runCommand } from './run-command.ts'

const HERE = import.meta.dirname
const { version } = JSON.parse(readFileSync(join(HERE, '..', '..', 'package.json'), 'utf8')) as {
  version: string
}

it.concurrent.for([
  '--requst /',
  './api --request',
  './api --request --quiet',
  './api --quiet=yes --request /',
  './api --driver auto --driver pprof --request /',
  './api',
  './api --request / --scenario step',
  './api --bin ./api --request /',
  '--request /',
  '--bin ./no-such-api --request /',
  'test ./api --bin ./no-such.test --run TestKeep',
  './api ./worker --request /',
  './api --request orders',
  './api --request {"id":',
  './api --request / --header secret',
  './api --request / --env secret',
  './api --request / --driver magic',
  '--url http://127.0.0.1:6060 --request / --arg -v',
  './api --request / --time-limit 30',
  './api --request / --iterations 0',
  './api --request / --iterations 9 --max-iterations 3',
  './api --request / --tolerate heap',
  './api --request / --tolerate heep=1',
  './api --request / --probes nodes',
  './api --request / --explain full',
  './api --request / --processors two',
  './api --request / --json no/such/folder.json',
  'tst ./api --request /',
  'test ./api',
  'test --run TestKeep',
  'test ./api --run Keep',
  'lines ./worker',
  'diff base.pb.gz',
])('%s is told to be misuse', async (line, { expect }) => {
  const { code, stdout, stderr } = await runCommand(HERE, ...line.split(' '))

  expect(stderr.replaceAll(HERE, '<folder>')).toMatchSnapshot()
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
})

it('needs arguments, and shows which', async () => {
  const { code, stdout, stderr } = await runCommand(HERE)

  expect(stderr).toContain('plateau-go ./cmd/api --request /orders/1')
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
})

it.concurrent.for(['--help', 'test --help', 'lines -h', 'diff --help'])(
  '%s teaches by examples first',
  async (line, { expect }) => {
    const { code, stdout, stderr } = await runCommand(HERE, ...line.split(' '))

    expect(stdout).toMatchSnapshot()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  },
)

it('--version prints that of the package', async () => {
  expect(await runCommand(HERE, '--version')).toEqual({
    code: 0,
    stdout: `${version}\n`,
    stderr: '',
  })
})
