import type { PathStep } from '@plateau/core'
import {
  computeDominators,
  type HeapSnapshot,
  isStore,
  pathFinder,
  typeName,
} from '@plateau/core/attribution'
import { bytesText } from '../report/amounts.ts'
import { classesOf, type HeapClass, idsOf } from './heap-classes.ts'

/** As many as a model needs to see what grows. */
const SHOWN_CLASSES = 12
const SHOWN_PATHS = 5
const SHOWN_HOLDERS = 6

/** What one heap has more than an earlier one of the same process: by class, by who holds it, and cut off pages. */
export function compareSnapshots(before: HeapSnapshot, after: HeapSnapshot): string {
  const wasThere = idsOf(before)
  const earlier = classesOf(before, () => false)
  const classes = classesOf(after, (node) => !wasThere(after.nodeId(node)))
  const grown = [...classes.values()]
    .map((now) => ({ now, was: earlier.get(now.name) }))
    .map(({ now, was }) => ({
      now,
      objects: now.count - (was?.count ?? 0),
      bytes: now.bytes - (was?.bytes ?? 0),
    }))
    .filter(({ objects, bytes }) => objects > 0 && bytes > 0)
    .sort((one, other) => other.bytes - one.bytes)
  const pathTo = pathFinder(after, NAMES)
  return [
    `objects ${before.nodeCount} before, ${after.nodeCount} after`,
    '',
    'Classes that grew, by the bytes of their objects alone:',
    ...grown
      .slice(0, SHOWN_CLASSES)
      .map(
        ({ now, objects, bytes }) =>
          `  +${objects} ${now.name}, +${bytesText(bytes)} (${now.count} in all)`,
      ),
    '',
    'What holds a new one of each:',
    ...grown.flatMap(({ now }) => examplePath(now, pathTo)).slice(0, SHOWN_PATHS),
    '',
    'Objects in both heaps that retain more now:',
    ...growingHolders(before, after, pathTo),
    '',
    detachedText(classes, earlier),
  ].join('\n')
}

/** A snapshot in a file tells the names of its scripts itself. */
export const NAMES: Parameters<typeof pathFinder>[1] = { showFile: shortFile, urlOf: () => '' }

function shortFile(url: string): string {
  return url.replace(/^file:\/\//, '').replace(/^.*\/(?=node_modules\/)/, '')
}

function examplePath(
  { name, examples }: HeapClass,
  pathTo: (node: number) => readonly PathStep[],
): readonly string[] {
  const [first] = examples
  return first === undefined ? [] : [`  ${name}: ${pathText(pathTo(first))}`]
}

export function pathText(path: readonly PathStep[]): string {
  return path
    .map(({ name, type }) =>
      type === '' || type === 'module' ? `${type} ${name}`.trim() : `${name} (${type})`,
    )
    .join(' → ')
}

/** Of what the largest gained: less is the noise of a running program. */
const FEWEST_SHARE = 0.01

/** A holder that grows by no more than this times what one object below it grows by adds nothing of its own. */
const SAME = 1.05

/** Dominators: what would be freed with them has become more. */
function growingHolders(
  before: HeapSnapshot,
  after: HeapSnapshot,
  pathTo: (node: number) => readonly PathStep[],
): readonly string[] {
  const then = retainedById(before)
  const { retainedBytes, immediateDominator } = computeDominators(after)
  const grown: { readonly node: number; readonly bytes: number }[] = []
  for (let node = 1; node < after.nodeCount; node++) {
    const was = then.get(after.nodeId(node))
    if (was === undefined || isStore(after, node)) continue
    const bytes = (retainedBytes[node] as number) - was
    if (bytes > 0) grown.push({ node, bytes })
  }
  grown.sort((one, other) => other.bytes - one.bytes)
  const worth = FEWEST_SHARE * (grown[0]?.bytes ?? 0)
  const largest = grown.slice(0, 10 * SHOWN_HOLDERS).filter(({ bytes }) => bytes >= worth)
  const bytesOf = new Map(largest.map(({ node, bytes }) => [node, bytes]))
  const above = new Set<number>()
  // The nearest holder says most: those above it grow by the same.
  for (const { node, bytes } of largest) {
    const holder = immediateDominator[node] as number
    if ((bytesOf.get(holder) ?? Number.POSITIVE_INFINITY) < SAME * bytes) above.add(holder)
  }
  return largest
    .filter(({ node }) => !above.has(node))
    .slice(0, SHOWN_HOLDERS)
    .map(
      ({ node, bytes }) =>
        `  +${bytesText(bytes)} by ${typeName(after, node)} @${after.nodeId(node)}: ${pathText(pathTo(node))}`,
    )
}

function retainedById(snapshot: HeapSnapshot): ReadonlyMap<number, number> {
  const { retainedBytes } = computeDominators(snapshot)
  const byId = new Map<number, number>()
  for (let node = 0; node < snapshot.nodeCount; node++)
    byId.set(snapshot.nodeId(node), retainedBytes[node] as number)
  return byId
}

function detachedText(
  now: ReadonlyMap<string, HeapClass>,
  earlier: ReadonlyMap<string, HeapClass>,
): string {
  const detached = [...now.values()].filter((one) => one.detached > 0)
  const count = (classes: Iterable<HeapClass>) =>
    [...classes].reduce((sum, one) => sum + one.detached, 0)
  if (detached.length === 0) return 'No detached DOM node (only snapshots of pages know any).'
  const names = detached
    .sort((one, other) => other.detached - one.detached)
    .slice(0, SHOWN_HOLDERS)
    .map((one) => `${one.detached} ${one.name}`)
  return `Detached DOM nodes: ${count(earlier.values())} before, ${count(now.values())} after: ${names.join(', ')}.`
}
