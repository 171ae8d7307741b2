import type { PageData } from './page-data.ts'

/** A frame in the flame graph, with what grew below it. */
export interface FlameNode {
  /** Into the frames of the page; -1 for all. */
  readonly frame: number
  readonly parent: FlameNode | undefined
  readonly depth: number
  readonly children: Map<number, FlameNode>
  bytes: number
  objects: number
}

/** A frame as it is drawn: its left edge and its width in parts of the whole. */
export interface FlameBox {
  readonly node: FlameNode
  readonly left: number
  readonly width: number
}

/** Merges stacks with the same beginning; those that shrank have no place in it. Runs in the page. */
export function buildFlameTree(data: PageData): FlameNode {
  const create = (frame: number, parent: FlameNode | undefined): FlameNode => ({
    ...{ frame, parent, depth: parent ? parent.depth + 1 : 0, children: new Map() },
    ...{ bytes: 0, objects: 0 },
  })
  const root = create(-1, undefined)
  for (const { frames, base, final } of data.stacks) {
    const bytes = Math.max(0, final.bytes - base.bytes)
    const objects = Math.max(0, final.objects - base.objects)
    if (bytes === 0 && objects === 0) continue
    let node = root
    node.bytes += bytes
    node.objects += objects
    for (const frame of frames) {
      const child = node.children.get(frame) ?? create(frame, node)
      node.children.set(frame, child)
      child.bytes += bytes
      child.objects += objects
      node = child
    }
  }
  return root
}

/** Boxes of the frames on the way to the zoomed one, and of all below it that can be seen. Runs in the page. */
export function layOutFlame(zoomed: FlameNode, unit: 'bytes' | 'objects'): readonly FlameBox[] {
  // A pixel or two; a click on a frame shows what is below it.
  const thinnest = 0.003
  const boxes: FlameBox[] = []
  for (let node = zoomed.parent; node; node = node.parent) {
    boxes.unshift({ node, left: 0, width: 1 })
  }
  const open: FlameBox[] = [{ node: zoomed, left: 0, width: 1 }]
  for (let box = open.pop(); box; box = open.pop()) {
    boxes.push(box)
    let { left } = box
    const children = [...box.node.children.values()].sort((one, other) => other[unit] - one[unit])
    for (const node of children) {
      const width = (box.width * node[unit]) / (box.node[unit] || 1)
      if (width >= thinnest) open.push({ node, left, width })
      left += width
    }
  }
  return boxes
}
