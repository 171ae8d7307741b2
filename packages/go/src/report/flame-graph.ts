import type { FlameNode, layOutFlame } from './flame-tree.ts'
import type { PageData } from './page-data.ts'
import type { PageDocument, PageElement } from './page-dom.ts'
import type { amountText, perIterationText, shortName } from './page-words.ts'

/** What a flame graph is made from. */
export interface FlameSource {
  readonly page: PageDocument
  readonly data: PageData
  readonly root: FlameNode
  readonly parts: {
    readonly amountText: typeof amountText
    readonly perIterationText: typeof perIterationText
    readonly shortName: typeof shortName
    readonly layOutFlame: typeof layOutFlame
  }
}

/** The flame graph and what is shown of it. */
export interface Flame extends FlameSource {
  readonly elements: Map<FlameNode, PageElement>
  zoomed: FlameNode
  current: FlameNode
  unit: 'bytes' | 'objects'
  sought: string
}

/** Runs in the page, as all below. */
export function createFlame(source: FlameSource): Flame {
  const { page, root } = source
  const flame: Flame = {
    ...source,
    ...{ zoomed: root, current: root, unit: 'bytes', sought: '', elements: new Map() },
  }
  const reset = () => {
    flame.zoomed = root
    drawFlame(flame)
  }
  page.querySelector('#reset').addEventListener('click', reset)
  page.querySelector('#flame').addEventListener('keydown', (event) => {
    if (event.key === 'Escape') reset()
    const next = stepFrom(flame, event.key ?? '')
    if (!next) return
    event.preventDefault()
    flame.elements.get(next)?.focus()
  })
  return flame
}

export function drawFlame(flame: Flame): void {
  const { page, data, root, unit, zoomed, sought, parts } = flame
  const rowPixels = 22
  const thinPart = 0.02
  const boxes = root[unit] > 0 ? parts.layOutFlame(zoomed, unit) : []
  flame.elements.clear()
  if (!boxes.some(({ node }) => node === flame.current)) flame.current = zoomed
  let found = 0
  for (const { node, left, width } of boxes) {
    const element = page.createElement('button')
    const frame = data.frames[node.frame]
    const isFound = sought !== '' && frameLabel(flame, node).toLowerCase().includes(sought)
    if (isFound) found++
    element.type = 'button'
    const name = frame ? parts.shortName(frame.function) : 'all that grew'
    element.textContent = width < thinPart ? '' : name
    element.className = `frame ${frame ? frame.origin : 'all'}`
    element.classList.toggle('passed', node.depth < zoomed.depth)
    element.classList.toggle('found', isFound)
    element.setAttribute('aria-label', frameLabel(flame, node))
    element.tabIndex = node === flame.current ? 0 : -1
    element.style.left = `${left * 100}%`
    element.style.width = `${width * 100}%`
    element.style.top = `${node.depth * rowPixels}px`
    element.addEventListener('mouseenter', () => tellFrame(flame, node))
    element.addEventListener('focus', () => {
      const last = flame.elements.get(flame.current)
      if (last) last.tabIndex = -1
      element.tabIndex = 0
      flame.current = node
      tellFrame(flame, node)
    })
    element.addEventListener('click', () => {
      flame.zoomed = node
      drawFlame(flame)
      flame.elements.get(node)?.focus()
    })
    flame.elements.set(node, element)
  }
  const graph = page.querySelector('#flame')
  const deepest = boxes.reduce((depth, { node }) => Math.max(depth, node.depth), -1)
  graph.style.height = `${(deepest + 1) * rowPixels}px`
  graph.classList.toggle('searching', sought !== '')
  graph.replaceChildren(...flame.elements.values())
  page.querySelector('#reset').disabled = zoomed === root
  if (boxes.length > 0) tellFrame(flame, flame.current)
  else page.querySelector('#detail').textContent = `No stack grew by ${unit}.`
  if (sought !== '')
    page.querySelector('#detail').textContent =
      `${found} ${found === 1 ? 'frame matches' : 'frames match'}.`
}

/** `main.iterate, main.go:26, +24 bytes and +1 object per iteration, 80 % of what grew`. */
export function frameLabel({ data, root, unit, parts }: Flame, node: FlameNode): string {
  const frame = data.frames[node.frame]
  const bytes = parts.perIterationText(node.bytes, data.iterations, 'bytes')
  const objects = parts.perIterationText(node.objects, data.iterations, 'objects')
  const share = parts.amountText((100 * node[unit]) / (root[unit] || 1))
  const place = frame ? `${frame.function}, ${frame.file}:${frame.line}` : 'all that grew'
  return `${place}, ${bytes} and ${objects} per iteration, ${share} % of what grew`
}

export function tellFrame(flame: Flame, node: FlameNode): void {
  const { page, data } = flame
  const frame = data.frames[node.frame]
  const name = page.createElement('b')
  const rest = page.createElement('span')
  name.textContent = frame ? frame.function : 'all that grew'
  rest.textContent = frameLabel(flame, node).slice(name.textContent.length + 2)
  page.querySelector('#detail').replaceChildren(name, rest)
}

/** The drawn frame that an arrow key leads to: above, below, or beside it in its row. */
export function stepFrom(flame: Flame, key: string): FlameNode | undefined {
  const { current, elements } = flame
  const drawn = [...elements.keys()]
  if (key === 'ArrowUp') return current.parent
  if (key === 'ArrowDown') {
    const below = drawn.filter(({ parent }) => parent === current)
    return below.sort((one, other) => other[flame.unit] - one[flame.unit])[0]
  }
  const step = { ArrowLeft: -1, ArrowRight: 1 }[key]
  if (step === undefined) return undefined
  const left = (node: FlameNode) => Number.parseFloat(elements.get(node)?.style.left ?? '')
  const row = drawn.filter(({ depth }) => depth === current.depth)
  row.sort((one, other) => left(one) - left(other))
  return row[row.indexOf(current) + step]
}
