/** What puppeteer's and Playwright's sessions of the DevTools protocol have in common. */
export interface CdpSession {
  send(method: string, params?: object): Promise<unknown>
  // biome-ignore lint/suspicious/noExplicitAny: the payload depends on the event
  on(event: string, listener: (payload: any) => void): unknown
  // biome-ignore lint/suspicious/noExplicitAny: as above
  off(event: string, listener: (payload: any) => void): unknown
  detach(): Promise<unknown>
}

/** What a call leaves open in the page is released with its group. */
export interface RemoteObject {
  readonly objectId?: string
  readonly value?: unknown
}

export async function send<Result>(
  cdp: CdpSession,
  method: string,
  params?: object,
): Promise<Result> {
  return (await cdp.send(method, params)) as Result
}

/** Evaluates an expression in the page, or in one of its worlds. Rejects when it throws. */
export async function evaluate(
  cdp: CdpSession,
  expression: string,
  options: {
    readonly contextId?: number
    readonly objectGroup?: string
    readonly returnByValue?: boolean
    readonly awaitPromise?: boolean
  } = {},
): Promise<RemoteObject> {
  const answer = await send<Answer>(cdp, 'Runtime.evaluate', { expression, ...options })
  return resultOf(answer)
}

/** Calls a function, given as its source, on an object in the page. */
export async function callOn(
  cdp: CdpSession,
  objectId: string,
  functionDeclaration: string,
): Promise<unknown> {
  const answer = await send<Answer>(cdp, 'Runtime.callFunctionOn', {
    objectId,
    functionDeclaration,
    returnByValue: true,
  })
  return resultOf(answer).value
}

interface Answer {
  readonly result: RemoteObject
  readonly exceptionDetails?: { readonly text: string }
}

function resultOf({ result, exceptionDetails }: Answer): RemoteObject {
  if (exceptionDetails) throw new Error(exceptionDetails.text)
  return result
}
