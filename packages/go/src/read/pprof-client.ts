import { TargetError } from '@plateau/core'
import type { HttpConnection } from '@plateau/core/drive'

/** `net/http/pprof` of a running program. */
export interface PprofClient {
  /** Its address, as the messages tell it. */
  readonly url: string
  /** The text or the profile of a page; undefined where there is no such profile. */
  page(query: string): Promise<Buffer | undefined>
}

export function pprofAt(connection: HttpConnection, path: string): PprofClient {
  const url = new URL(path, connection.url).href.replace(/\/$/, '')
  const base = path.replace(/\/$/, '')
  return {
    url,
    async page(query) {
      const { status, body } = await connection.send(`${base}/${query}`)
      if (status === 404) return undefined
      if (status >= 400) {
        throw new TargetError(
          `${url}/${query} answered ${status}: ${body.toString('utf8', 0, 200).trim()}`,
        )
      }
      return body
    },
  }
}
