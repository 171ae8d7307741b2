import { expect, test } from 'vitest'
import { authorizationFrom, secretIn } from '../../src/load/authorization.ts'

test('a variable of the environment holds a token, or a whole header', () => {
  const env = { TOKEN: ' abc\n', BASIC: 'Basic dXNlcg==' }

  expect(authorizationFrom('TOKEN', env)).toBe('Bearer abc')
  expect(authorizationFrom('BASIC', env)).toBe('Basic dXNlcg==')
})

test('what cannot be read is told by the name of the variable, never by a value', () => {
  const failure = (name: string, env: NodeJS.ProcessEnv) => {
    try {
      return authorizationFrom(name, env)
    } catch (error) {
      return (error as Error).message
    }
  }

  expect(failure('API_TOKEN', {})).toMatchInlineSnapshot(
    `"load.authEnv (--auth-env) names API_TOKEN, which is not set: export it before plateau is started, or have your CI pass it as a secret."`,
  )
  expect(failure('API_TOKEN', { API_TOKEN: ' ' })).toContain('names API_TOKEN, which is empty:')
  expect(failure('API_TOKEN', { API_TOKEN: 'hunter2\r\nx: y' })).toMatchInlineSnapshot(
    `"load.authEnv (--auth-env) names API_TOKEN, whose value no header can carry: it must be one line of text."`,
  )
  expect(failure('Bearer hunter2', {})).toMatchInlineSnapshot(
    `"load.authEnv (--auth-env) must be the name of a variable of the environment such as API_TOKEN, not the credential itself: what was received is not told, for it may be one."`,
  )
  expect(failure('hunter2', {})).toContain('names a variable, which is not set')
})

test('the secret of a header is what follows its scheme', () => {
  expect(secretIn({ Authorization: 'Bearer a b' })).toBe('a b')
  expect(secretIn({ authorization: 'abc' })).toBe('abc')
  expect(secretIn({ cookie: 'abc' })).toBeUndefined()
})
