/** So many may have hit a service that was not up yet; what no iteration gets past wants a login. */
export const SHUT_OUT_IN_A_ROW = 3

/** A sentence on what to do where a service lets nobody in; empty for every other answer. */
export function loginAdvice(
  status: number | undefined,
  headers: Readonly<Record<string, string>> = {},
): string {
  if (!isShutOut(status)) return ''
  const sent = Object.keys(headers).find((name) => LOGINS.has(name.toLowerCase()))
  if (sent !== undefined) {
    return ` It was sent the header ${sent}: check that this credential is right, has not expired and may use this route.`
  }
  return " Send a login with every request: --header 'authorization: Bearer …' (load.headers), or --auth-env NAME (load.authEnv), which reads it from the environment and tells it nowhere."
}

export function isShutOut(status: number | undefined): boolean {
  return status === 401 || status === 403
}

const LOGINS: ReadonlySet<string> = new Set(['authorization', 'cookie', 'x-api-key'])
