import type { DevTools } from './dev-tools.ts'

/** An object of the page as the protocol names it. */
export interface RemoteObject {
  readonly objectId?: string
}

/** Whatever the protocol holds in this group is let go in the end. */
export const REMOTE_GROUP = 'plateau'

/** What can be done with an object once the protocol knows it. */
interface Remote {
  readonly remote: RemoteObject
  /** Calls a function, given as its source, on an object, with other objects. */
  call(on: RemoteObject, source: string, ...rest: readonly RemoteObject[]): Promise<RemoteObject>
}

/** Where an object is laid down for the protocol to find. */
const KEY = '@plateau/desk@1'

const FIND_FRAME = `Array.from(document.querySelectorAll('iframe')).find((frame) => frame.contentWindow?.[Symbol.for('${KEY}')])`

const TAKE = `function () { return (this.defaultView ?? this)[Symbol.for('${KEY}')] }`

/**
 * Makes an object of this module known to the protocol, in the frame that it lives in. The protocol
 * speaks to the outermost page, and finds objects only of the frame that it is asked in.
 */
export async function withRemote(
  devTools: DevTools,
  object: object,
  use: (remote: Remote) => Promise<void>,
): Promise<void> {
  const frame = globalThis as { [key: symbol]: unknown }
  frame[Symbol.for(KEY)] = object
  async function call(
    on: RemoteObject,
    source: string,
    ...rest: readonly RemoteObject[]
  ): Promise<RemoteObject> {
    const answer = await devTools.send<Answer>('Runtime.callFunctionOn', {
      objectId: on.objectId,
      functionDeclaration: source,
      arguments: rest.map(({ objectId }) => ({ objectId })),
      objectGroup: REMOTE_GROUP,
    })
    return resultOf(answer)
  }
  try {
    const remote = await call(await frameOfTests(devTools), TAKE)
    await use({ remote, call })
  } finally {
    delete frame[Symbol.for(KEY)]
    await devTools.send('Runtime.releaseObjectGroup', { objectGroup: REMOTE_GROUP })
  }
}

/** The document of the tests' frame, or the outermost window where the tests have no frame of their own. */
async function frameOfTests(devTools: DevTools): Promise<RemoteObject> {
  if ((globalThis as { parent?: unknown }).parent === globalThis) {
    return evaluate(devTools, 'globalThis')
  }
  const element = await evaluate(devTools, FIND_FRAME)
  const { node } = await devTools.send<{ node: FrameNode }>('DOM.describeNode', {
    objectId: element.objectId,
    pierce: true,
  })
  const { object } = await devTools.send<{ object: RemoteObject }>('DOM.resolveNode', {
    backendNodeId: node.contentDocument?.backendNodeId,
    objectGroup: REMOTE_GROUP,
  })
  return object
}

interface FrameNode {
  readonly contentDocument?: { readonly backendNodeId: number }
}

interface Answer {
  readonly result: RemoteObject
  readonly exceptionDetails?: { readonly text: string }
}

async function evaluate(devTools: DevTools, expression: string): Promise<RemoteObject> {
  const answer = await devTools.send<Answer>('Runtime.evaluate', {
    expression,
    objectGroup: REMOTE_GROUP,
  })
  return resultOf(answer)
}

function resultOf({ result, exceptionDetails }: Answer): RemoteObject {
  if (exceptionDetails) throw new Error(exceptionDetails.text)
  return result
}
