/** V8's sampling heap profile at an interval of one byte: every object alive, in the order of allocation. */
export interface BirthProfile {
  readonly head: ProfileNode
  readonly samples: BirthSample[]
}

export interface ProfileNode {
  readonly id: number
  readonly callFrame: {
    readonly functionName: string
    readonly scriptId: string
    readonly url: string
    readonly lineNumber: number
    readonly columnNumber: number
  }
  readonly children: readonly ProfileNode[]
}

export interface BirthSample {
  readonly size: number
  readonly nodeId: number
  readonly ordinal: number
}

/** Functions of Plateau's below which its own objects are made, and those that call the scenario. */
const OWN = ['plateauDecides', 'plateauFinishes', 'plateauResumes', 'plateauTurns']
const SCENARIO = 'plateauIterates'

/** What it makes is Plateau's own, and what it calls is the scenario's: the getter of a `then`. */
const ASKING_SCENARIO = 'plateauSeesPromise'

/** The places where the check itself makes objects; the scenario that it calls is none of them. */
export function ownPlaces(head: ProfileNode): ReadonlySet<number> {
  const places = new Set<number>()
  function visit(node: ProfileNode, isOwnAbove: boolean): void {
    const { functionName } = node.callFrame
    const isOwn = OWN.includes(functionName) || (isOwnAbove && !functionName.startsWith(SCENARIO))
    if (isOwn || functionName === ASKING_SCENARIO) places.add(node.id)
    for (const child of node.children) visit(child, isOwn)
  }
  visit(head, false)
  return places
}
