import { validateHeaderValue } from 'node:http'
import { MisuseError } from '@plateau/core'

/**
 * The value of the header `authorization`, from a variable of the environment: as it is where it names its
 * scheme, else as a bearer's token. Throws `MisuseError`, which never holds a value.
 */
export function authorizationFrom(name: unknown, env: NodeJS.ProcessEnv): string {
  if (typeof name !== 'string' || !/^[A-Za-z_]\w*$/.test(name)) {
    throw new MisuseError(
      'load.authEnv (--auth-env) must be the name of a variable of the environment such as API_TOKEN, not the credential itself: what was received is not told, for it may be one.',
    )
  }
  const value = env[name]?.trim() ?? ''
  if (value === '') {
    throw new MisuseError(
      `load.authEnv (--auth-env) names ${called(name)}, which is ${env[name] === undefined ? 'not set' : 'empty'}: export it before plateau is started, or have your CI pass it as a secret.`,
    )
  }
  const text = hasScheme(value) ? value : `Bearer ${value}`
  try {
    validateHeaderValue('authorization', text)
  } catch {
    throw new MisuseError(
      `load.authEnv (--auth-env) names ${called(name)}, whose value no header can carry: it must be one line of text.`,
    )
  }
  return text
}

/** Whoever gives a token in place of a name shall not read it in a log. */
function called(name: string): string {
  return /^[A-Z][A-Z0-9_]*$/.test(name) ? name : 'a variable'
}

function hasScheme(value: string): boolean {
  return /^[A-Za-z][\w-]* \S/.test(value)
}

/** What of the headers must not be told, though a service may answer with it. */
export function secretIn(headers: Readonly<Record<string, string>> = {}): string | undefined {
  const [, value] = authorizationIn(headers) ?? []
  return value?.replace(/^[A-Za-z][\w-]* (?=\S)/, '')
}

export function authorizationIn(
  headers: Readonly<Record<string, string>>,
): readonly [string, string] | undefined {
  return Object.entries(headers).findLast(([name]) => name.toLowerCase() === 'authorization')
}

export function withoutSecret(text: string, secret: string | undefined): string {
  return secret ? text.replaceAll(secret, '…') : text
}
