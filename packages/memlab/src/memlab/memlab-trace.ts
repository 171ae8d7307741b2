/** One of memlab's traces, from a root to what leaks. */
export interface MemlabTrace {
  readonly steps: readonly MemlabStep[]
}

export interface MemlabStep {
  /** The name of the reference that leads here; empty for the root. */
  readonly via: string
  /** The object's class or element, such as `Detached <div>`. */
  readonly name: string
  /** Whether memlab holds it to be leaked. */
  readonly isLeaked: boolean
}

const STEP = /^\d+:\s+(?:--(.*?) \([\w ]+\)--->\s+)?\[(.*?)\]\([\w ]+\) @\d+/

/** memlab gives a trace as an object whose keys are its lines. */
export function readTrace(serialised: object): MemlabTrace {
  const steps = Object.keys(serialised).flatMap((line) => {
    const [, via = '', name = ''] = STEP.exec(line) ?? []
    return name === '' ? [] : [{ via, name, isLeaked: line.includes('$memLabTag:leaked') }]
  })
  return { steps }
}

/** `Window → kept (Array) → 14 (Detached <div>)`, as far as the first leaked object. */
export function describeTrace({ steps }: MemlabTrace): string {
  const end = steps.findIndex(({ isLeaked }) => isLeaked)
  const shown = end === -1 ? steps : steps.slice(0, end + 1)
  return shown
    .filter(({ name }) => !name.startsWith('system / '))
    .map(({ via, name }) => {
      const [own = name] = name.split(' / ')
      return via === '' ? own : `${via} (${own})`
    })
    .join(' → ')
}
