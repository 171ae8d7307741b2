import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { cache, nodeBinary } from '../../../../workshop/installed-project.mjs'

export type NodeMajor = 20 | 22 | 24 | 26

const scene = join(import.meta.dirname, '..', 'fixtures', 'snapshot', 'heap-scene.cjs')
const written = new Map<NodeMajor, string>()

/** The path of a snapshot that this major of Node has written of its own heap. */
export function realSnapshot(major: NodeMajor): string {
  const known = written.get(major)
  if (known) return known
  const folder = join(cache, 'snapshots')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `scene-node-${major}.heapsnapshot`)
  execFileSync(nodeBinary(major), [scene, path])
  written.set(major, path)
  return path
}
