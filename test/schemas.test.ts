import { checkLeak } from '@plateau/core'
import { expect, test } from 'vitest'
import { schemaErrors } from './schema-errors.ts'

const VERDICT = 'core/schemas/verdict.schema.json'

test('real verdicts of each kind fit their schema', async () => {
  const kept: object[] = []
  const verdicts = [
    await checkLeak(() => JSON.parse('{"id":1}')),
    await checkLeak(() => kept.push({ at: kept.length }), { timeLimitMs: 20_000 }),
    await checkLeak(() => new Promise((resolve) => setTimeout(resolve, 50)), { timeLimitMs: 300 }),
  ]

  expect(verdicts.map(({ kind }) => kind)).toEqual(['plateau', 'growth', 'unsettled'])
  for (const verdict of verdicts) expect(schemaErrors(VERDICT, verdict)).toEqual([])
  expect(schemaErrors(VERDICT, { ...verdicts[0], kind: 'leak' })).not.toEqual([])
}, 60_000)

test.each([
  [{ target: { command: ['node', 'server.js'] }, load: { request: '/' }, duration: '30m' }, []],
  [{ $schema: 'x', target: { pid: 1 }, load: { request: [{ path: '/', method: 'GET' }] } }, []],
  [{ target: { comand: ['node'] } }, ['/target must NOT have additional properties']],
  [{ load: { request: '/' } }, ["(whole) must have required property 'target'"]],
  [{ target: { pid: 1 }, mode: 'fast' }, ['/mode must be equal to one of the allowed values']],
])('the schema of a configuration judges %j as the command does', (config, errors) => {
  expect(schemaErrors('cli/schemas/config.schema.json', config)).toEqual(errors)
})
