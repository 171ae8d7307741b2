import { forceGc } from '@plateau/expose-gc-wrapper'
import type { Page } from 'puppeteer-core'

/** Releases what only the driver holds in the page: puppeteer never releases a handle that nobody disposed of. */
export interface StaleHandles {
  /** Releases the page's objects whose handles this process has forgotten. */
  release(): Promise<void>
  restore(): void
}

/** The session that puppeteer drives a page with; its handles belong to it. */
interface DriverSession {
  send(method: string, ...rest: readonly unknown[]): Promise<unknown>
}

interface Remote {
  readonly objectId?: string
}

interface Answer {
  readonly result?: Remote | readonly { readonly value?: Remote }[]
  readonly object?: Remote
}

/**
 * Follows every object that puppeteer is given a handle of. A handle keeps the answer that it was made
 * from: once that is collected here, the object is of no use to anybody and is released there.
 */
export function followHandles(page: Page): StaleHandles {
  const session = (page as unknown as { _client(): DriverSession })._client()
  const { send } = session
  const followed = new Map<string, WeakRef<object>>()

  function follow(remote: Remote | undefined): void {
    if (remote?.objectId !== undefined) followed.set(remote.objectId, new WeakRef(remote))
  }
  function note(answer: Answer | undefined): void {
    follow(answer?.object)
    if (Array.isArray(answer?.result)) for (const { value } of answer.result) follow(value)
    else follow(answer?.result as Remote | undefined)
  }

  session.send = async (method, ...rest) => {
    if (method === 'Runtime.releaseObject')
      followed.delete((rest[0] as { objectId: string }).objectId)
    const answer = await send.call(session, method, ...rest)
    note(answer as Answer | undefined)
    return answer
  }
  return {
    async release() {
      if (followed.size === 0) return
      // What a WeakRef was made of lives until the job ends.
      await new Promise((resolve) => setImmediate(resolve))
      forceGc()
      const stale = [...followed].filter(([, remote]) => remote.deref() === undefined)
      await Promise.all(
        stale.map(async ([objectId]) => {
          followed.delete(objectId)
          // Its document may be gone, and it with that.
          await send.call(session, 'Runtime.releaseObject', { objectId }).catch(() => {})
        }),
      )
    },
    restore() {
      session.send = send
    },
  }
}
