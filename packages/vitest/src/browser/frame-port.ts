import type { TargetPort } from '@plateau/core/browser'
import type { DevTools } from './dev-tools.ts'

interface RemoteObject {
  readonly objectId?: string
}

interface Answer {
  readonly result: RemoteObject
  readonly exceptionDetails?: { readonly text: string }
}

/** What marks the tests' frame, for the protocol to find. */
const KEY = '@plateau/frame@1'

const FIND_FRAME = `Array.from(document.querySelectorAll('iframe')).find((frame) => frame.contentWindow?.[Symbol.for('${KEY}')])`

/**
 * The protocol as the tests' frame is to be asked. It speaks to the outermost page, and finds objects only of the frame that it
 * is asked in: what is evaluated is so by a call on the document of the tests.
 */
export function framePort(devTools: DevTools): TargetPort {
  return {
    send<Result>(method: string, params: object = {}): Promise<Result> {
      if (method !== 'Runtime.evaluate') return devTools.send<Result>(method, params)
      return evaluateInFrame(devTools, params as Evaluation) as Promise<Result>
    },
  }
}

interface Evaluation {
  readonly expression: string
  readonly objectGroup?: string
}

async function evaluateInFrame(
  devTools: DevTools,
  { expression, objectGroup }: Evaluation,
): Promise<Answer> {
  const { objectId } = await frameOfTests(devTools, objectGroup)
  return devTools.send<Answer>('Runtime.callFunctionOn', {
    objectId,
    functionDeclaration: `function () { return ${expression} }`,
    objectGroup,
  })
}

/** The document of the tests' frame, or the outermost window where the tests have no frame of their own. */
async function frameOfTests(
  devTools: DevTools,
  objectGroup: string | undefined,
): Promise<RemoteObject> {
  const isOutermost = (globalThis as { parent?: unknown }).parent === globalThis
  const own = globalThis as { [key: symbol]: unknown }
  own[Symbol.for(KEY)] = true
  try {
    const { result } = await devTools.send<Answer>('Runtime.evaluate', {
      expression: isOutermost ? 'globalThis' : FIND_FRAME,
      objectGroup,
    })
    if (isOutermost) return result
    const { node } = await devTools.send<{ node: FrameNode }>('DOM.describeNode', {
      objectId: result.objectId,
      pierce: true,
    })
    const { object } = await devTools.send<{ object: RemoteObject }>('DOM.resolveNode', {
      backendNodeId: node.contentDocument?.backendNodeId,
      objectGroup,
    })
    return object
  } finally {
    delete own[Symbol.for(KEY)]
  }
}

interface FrameNode {
  readonly contentDocument?: { readonly backendNodeId: number }
}
