import type { ScriptPlace } from '@plateau/core/attribution'
import { type CdpSession, evaluate, send } from '../page/cdp-session.ts'

/** Listeners for one event whose handlers stand at one place of the source. */
export interface ListenerKind {
  readonly event: string
  readonly place: ScriptPlace
  /** `window`, or the element that one of them listens on. */
  readonly example: 'window' | { readonly backendNodeId: number }
  readonly count: number
}

/** The listeners of the window and of all that is in the document, by event and handler. */
export type ListenerCensus = ReadonlyMap<string, ListenerKind>

interface EventListener {
  readonly type: string
  readonly scriptId: string
  readonly lineNumber: number
  readonly columnNumber: number
  readonly backendNodeId?: number
}

const GROUP = 'plateau-listeners'

export async function countListeners(cdp: CdpSession): Promise<ListenerCensus> {
  try {
    const onWindow = await listenersOf(cdp, 'window', 1)
    const inDocument = await listenersOf(cdp, 'document', -1)
    return censusOf([...onWindow, ...inDocument])
  } finally {
    await cdp.send('Runtime.releaseObjectGroup', { objectGroup: GROUP })
  }
}

/** The kinds of which there are at least `fewest` more than before, the most growing first. */
export function grownKinds(
  before: ListenerCensus,
  after: ListenerCensus,
  fewest: number,
): readonly ListenerKind[] {
  return [...after]
    .map(([key, kind]) => ({ ...kind, count: kind.count - (before.get(key)?.count ?? 0) }))
    .filter(({ count }) => count >= fewest)
    .sort((one, other) => other.count - one.count)
}

/** `window`, `document`, or `<ul>`. */
export async function describeExample(cdp: CdpSession, { example }: ListenerKind): Promise<string> {
  if (example === 'window') return example
  const { node } = await send<{ node: { nodeName: string; nodeType: number } }>(
    cdp,
    'DOM.describeNode',
    example,
  )
  const isElement = node.nodeType === 1
  return isElement ? `<${node.nodeName.toLowerCase()}>` : node.nodeName.replace('#', '')
}

async function listenersOf(
  cdp: CdpSession,
  expression: string,
  depth: number,
): Promise<readonly EventListener[]> {
  const { objectId } = await evaluate(cdp, expression, { objectGroup: GROUP })
  const answer = await send<{ listeners: readonly EventListener[] }>(
    cdp,
    'DOMDebugger.getEventListeners',
    { objectId, depth },
  )
  return answer.listeners
}

function censusOf(listeners: readonly EventListener[]): ListenerCensus {
  const census = new Map<string, ListenerKind>()
  for (const { type: event, scriptId, lineNumber, columnNumber, backendNodeId } of listeners) {
    const key = `${event} ${scriptId}:${lineNumber}:${columnNumber}`
    const place = { scriptId: Number(scriptId), line: lineNumber, column: columnNumber }
    const example = backendNodeId === undefined ? 'window' : { backendNodeId }
    census.set(key, { event, place, example, count: (census.get(key)?.count ?? 0) + 1 })
  }
  return census
}
