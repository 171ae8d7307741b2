import { basename } from 'node:path'
import { MisuseError } from '@plateau/core'
import {
  computeDominators,
  type HeapSnapshot,
  nodeWithId,
  pathFinder,
  readSnapshotFile,
} from '@plateau/core/attribution'
import { bytesText } from '../report/amounts.ts'
import { compareSnapshots, NAMES, pathText } from './compare-snapshots.ts'
import { classesOf } from './heap-classes.ts'

/** What an earlier and a later snapshot of one process tell of what grows. Throws `MisuseError`. */
export function compareSnapshotFiles(before: string, after: string): string {
  return compareSnapshots(read(before), read(after))
}

/** A class, or one object by its id, as a comparison names it. */
export interface Wanted {
  readonly className?: string | undefined
  readonly id?: number | undefined
}

/** What holds an object, or a few of a class, up to a root. Throws `MisuseError`. */
export function pathsToRoot(file: string, wanted: Wanted): string {
  const snapshot = read(file)
  const nodes =
    wanted.id === undefined
      ? ofClass(snapshot, wanted.className, file)
      : [withId(snapshot, wanted.id, file)]
  const pathTo = pathFinder(snapshot, NAMES)
  const { retainedBytes } = computeDominators(snapshot)
  return nodes
    .map((node) => {
      const retained = bytesText(retainedBytes[node] as number)
      return `@${snapshot.nodeId(node)} retains ${retained}\n  ${pathText(pathTo(node))}`
    })
    .join('\n')
}

function read(file: string): HeapSnapshot {
  try {
    return readSnapshotFile(file)
  } catch (error) {
    const { code, message } = error as { code?: unknown; message: string }
    if (code === 'PLATEAU_SNAPSHOT_FORMAT') throw new MisuseError(message)
    throw new MisuseError(`'${basename(file)}' cannot be read: ${message}`)
  }
}

function withId(snapshot: HeapSnapshot, id: number, file: string): number {
  const node = nodeWithId(snapshot, id)
  if (node !== -1) return node
  throw new MisuseError(`'${basename(file)}' has no object @${id}: ids are those of one process.`)
}

function ofClass(
  snapshot: HeapSnapshot,
  className: string | undefined,
  file: string,
): readonly number[] {
  if (className === undefined) {
    throw new MisuseError('paths_to_root needs the name of a class or the id of an object.')
  }
  const classes = classesOf(snapshot, () => true)
  const found = classes.get(className)
  if (found !== undefined) return found.examples
  const near = [...classes.keys()]
    .filter((name) => name.toLowerCase().includes(className.toLowerCase()))
    .slice(0, MOST_NAMES)
  const advice = near.length === 0 ? '' : ` It has ${near.join(', ')}.`
  throw new MisuseError(`'${basename(file)}' has no object of class '${className}'.${advice}`)
}

const MOST_NAMES = 10
