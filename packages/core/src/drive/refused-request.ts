import { stripVTControlCharacters } from 'node:util'
import { TargetError } from '../target/target.ts'

/** An answer to another status than was meant. */
export interface RefusedRequest {
  readonly path: string
  readonly status: number
  /** Undefined: any below 400. */
  readonly meant: number | undefined
  readonly body: Buffer
}

/** The first words say what is wrong; a page of HTML says no more. */
const SHOWN_BYTES = 300

/** What the service answered stays apart from the message, and its query out of both: either may be secret. */
export function refusedRequest({ path, status, meant, body }: RefusedRequest): TargetError {
  const wanted = meant === undefined ? 'a status below 400' : String(meant)
  const said = shown(body)
  const error = new TargetError(
    `${withoutQuery(path)} answered ${status} instead of ${wanted}${LOGIN[status] ?? ''}`,
    said === '' ? {} : { output: `It answered:\n${said.replace(/^(?=.)/gm, '  ')}` },
  )
  return Object.assign(error, { status })
}

/** A load that is not let in says nothing of the service. */
const LOGIN: Readonly<Record<number, string>> = {
  401: ': it wants a login, which goes into its headers',
  403: ': it does not let this request in, which a login in its headers may change',
}

export function withoutQuery(path: string): string {
  return path.replace(/\?.*$/s, '?…')
}

function shown(body: Buffer): string {
  const text = stripVTControlCharacters(body.toString('utf8', 0, SHOWN_BYTES)).trim()
  return body.length > SHOWN_BYTES ? `${text}…` : text
}
