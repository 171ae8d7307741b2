import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { schemaErrors } from '../../../../test/schema-errors.ts'
import { testOfWhole } from '../../../../test/whole.ts'
import {
  endIn,
  recordsIn,
  runHere,
  runPlateau,
  SERVER,
  soakOf,
  testFolder,
  untilRecord,
} from './run-plateau.ts'

test('a server that levels off passes, one that leaks fails, and both leave everything behind', async () => {
  const cwd = testFolder()
  const options = ['--iterations', '4000', '--request', '/']
  const [clean, leaky] = await Promise.all([
    runPlateau(['soak', ...options, '--out', 'clean', '--', process.execPath, SERVER], cwd),
    runPlateau(
      ['soak', ...options, '--out', 'leaky', '--json', '--', process.execPath, SERVER, 'leak'],
      cwd,
      { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(cwd, 'step.md'), CI: 'true' },
    ),
  ])

  expect(clean.code).toBe(0)
  expect(clean.stdout).toContain('main: plateau')
  expect(leaky.code).toBe(1)
  expect(JSON.parse(leaky.stdout)).toMatchObject({
    outcome: 'growth',
    rows: [{ variant: 'main', kind: 'growth', probe: 'heap', container: 'kept' }],
  })
  expect(schemaErrors('cli/schemas/outcome.schema.json', JSON.parse(leaky.stdout))).toEqual([])
  for (const record of ['clean', 'leaky'].flatMap((folder) => recordsIn(cwd, folder))) {
    expect(schemaErrors('cli/schemas/run-record.schema.json', record), record.type).toEqual([])
  }
  expect(leaky.stderr).toContain('::error')
  expect(readFileSync(join(cwd, 'step.md'), 'utf8')).toContain('growth')
  for (const file of ['run.ndjson', 'report.html', 'junit.xml', 'summary.md', 'metrics.txt']) {
    expect(readFileSync(join(cwd, 'leaky', file), 'utf8').length).toBeGreaterThan(100)
  }
  const history = readFileSync(join(cwd, 'plateau-history.ndjson'), 'utf8').trim().split('\n')
  expect(history.map((line) => JSON.parse(line).outcome)).toEqual(
    expect.arrayContaining(['plateau', 'growth']),
  )
})

test('a configuration says what options override, and one iteration as a function', async () => {
  const cwd = testFolder()
  writeFileSync(
    join(cwd, 'plateau.config.mjs'),
    `export default {
      target: { command: [process.execPath, ${JSON.stringify(SERVER)}] },
      load: { iteration: (service) => service.send('/a'), concurrency: 2 },
      iterations: 1_000_000,
      out: 'out',
    }`,
  )
  const { code } = await runPlateau(['soak', '--iterations', '200', '--warm-up', '0'], cwd)

  expect([0, 3]).toContain(code)
  expect(endIn(cwd)).toMatchObject({ reason: 'done', iterations: 200 })
})

testOfWhole('a generator drives every leg', async () => {
  const cwd = testFolder()
  const script = join(cwd, 'load.mjs')
  writeFileSync(
    script,
    `const { PLATEAU_URL, PLATEAU_ITERATIONS } = process.env
    for (let done = 0; done < Number(PLATEAU_ITERATIONS); done++) await (await fetch(PLATEAU_URL)).text()`,
  )
  const { code } = await runPlateau(
    [
      'soak',
      '--out',
      'out',
      '--iterations',
      '60',
      '--every',
      '20',
      '--load-command',
      `${process.execPath} ${script}`,
      '--',
      process.execPath,
      SERVER,
    ],
    cwd,
  )

  expect(code).toBe(3)
  expect(endIn(cwd)).toMatchObject({ reason: 'done', iterations: 72 })
})

testOfWhole('a run that was cut off is resumed as a segment of its own', async () => {
  const cwd = testFolder()
  const { child, outcome } = soakOf([SERVER], {
    cwd,
    options: ['--iterations', '300', '--timeout', '30s'],
  })
  await untilRecord(cwd, ({ type }) => type === 'load')
  child.kill('SIGKILL')
  await outcome

  const { code, stdout } = await runPlateau(
    ['resume', 'out', '--request', '/', '--explain', 'off', '--', process.execPath, SERVER],
    cwd,
  )

  expect([0, 3]).toContain(code)
  expect(stdout).toContain('This is segment 2 of the run')
  expect(recordsIn(cwd).filter(({ type }) => type === 'start')).toHaveLength(2)
  expect(endIn(cwd)).toMatchObject({ reason: 'done', iterations: 360 })
  const again = await runHere(['resume', 'out', '--request', '/', '--', 'node', 'a.js'], cwd)
  expect(again.code).toBe(2)
  expect(again.stderr).toContain('came to its end')
})
