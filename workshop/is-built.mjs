// Whether dist is what the sources make: nothing is built twice, and nothing stale is measured.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export function isBuilt(root) {
  const isThere = packagesOf(root).every((folder) => existsSync(join(folder, 'dist')))
  const mark = markOf(root)
  return isThere && existsSync(mark) && readFileSync(mark, 'utf8') === hashOfSources(root)
}

/** Returns what writes down that the sources as they are now are built. */
export function startBuilding(root) {
  const hash = hashOfSources(root)
  const mark = markOf(root)
  rmSync(mark, { force: true })
  return function hasBuilt() {
    mkdirSync(join(root, '.cache'), { recursive: true })
    writeFileSync(mark, hash)
  }
}

function markOf(root) {
  return join(root, '.cache', 'built')
}

function packagesOf(root) {
  return readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name))
}

function hashOfSources(root) {
  const hash = createHash('sha256')
  for (const path of [
    ...['package.json', 'pnpm-lock.yaml', 'tsconfig.base.json', 'tsconfig.json'],
    join('workshop', 'build'),
  ]) {
    addTo(hash, join(root, path))
  }
  for (const folder of packagesOf(root)) {
    for (const name of ['src', 'package.json', 'tsconfig.json', 'tsconfig.cjs.json'])
      addTo(hash, join(folder, name))
  }
  return hash.digest('hex')
}

/** Adds a file, or all files of a folder, by path and content. */
export function addTo(hash, path) {
  if (!existsSync(path)) return
  let names
  try {
    names = readdirSync(path).sort()
  } catch {
    hash.update(path).update(readFileSync(path))
    return
  }
  for (const name of names) addTo(hash, join(path, name))
}
