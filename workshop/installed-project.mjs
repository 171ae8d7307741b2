// What users do: packed tarballs, installed by npm into a folder that knows nothing of this workspace.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { addTo } from './is-built.mjs'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')
export const cache = join(root, '.cache')

/** Versions that the demo, the corpus and the tests install; one place, so that they agree. */
export const VERSIONS = {
  vitest: '5.1.1',
  'vitest 4': '4.1.12',
  'vitest 3': '3.2.7',
  jest: '30.5.2',
  'jest 29': '29.7.0',
  '@types/jest': '30.0.0',
  '@types/jest 29': '29.5.14',
}

/** Exact releases of the npm package `node`, by major. */
export const NODES = { 20: '20.20.2', 22: '22.23.3', 24: '24.21.0', 26: '26.10.0' }

const QUIET = ['--no-audit', '--no-fund', '--loglevel=error']

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'

function runOrThrow(command, args, options) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    shell: process.platform === 'win32',
    maxBuffer: 64 * 2 ** 20,
    ...options,
  })
  if (status !== 0) {
    const said = error?.message ?? `${stdout}\n${stderr}`.trim()
    throw new Error(`${command} ${args.join(' ')} failed in ${options.cwd}:\n${said}`)
  }
}

/** Packs every package; returns the tarballs by package name. Packed again only when dist has changed. */
export function packTarballs() {
  const tarballs = {}
  for (const folder of readdirSync(join(root, 'packages'))) {
    const from = join(root, 'packages', folder)
    const { name, version } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'))
    const target = join(cache, 'tarballs', `${folder}-${contentHash(from)}`)
    const tarball = join(target, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`)
    makeOnce(target, (folder) =>
      runOrThrow('pnpm', ['pack', '--pack-destination', folder], { cwd: from }),
    )
    tarballs[name] = tarball
  }
  return tarballs
}

/** Makes a folder whole or not at all: test files run beside each other and may want the same one. */
function makeOnce(folder, make) {
  if (existsSync(folder)) return
  const draft = `${folder}.${process.pid}`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true })
  make(draft)
  try {
    renameSync(draft, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
    rmSync(draft, { recursive: true, force: true })
  }
}

function contentHash(folder) {
  const hash = createHash('sha256')
  for (const name of ['dist', 'src', 'bin', 'agent', 'recipes', 'schemas', 'package.json'])
    addTo(hash, join(folder, name))
  return hash.digest('hex').slice(0, 12)
}

/**
 * A folder in the cache with `dependencies` installed by npm, named by what is in it; `@plateau/*` at
 * `'packed'` stands for this workspace's tarball. `files` are brought up to date at every call.
 */
export function installedProject({ name, dependencies, files = {}, overrides = {} }) {
  const tarballs = packTarballs()
  const resolved = Object.fromEntries(
    Object.entries(dependencies).map(([id, range]) => [
      id,
      range === 'packed' ? `file:${tarballs[id]}` : range,
    ]),
  )
  // Without these, npm would look for the unpublished packages that ours depend on.
  const packed = Object.fromEntries(
    Object.entries(tarballs).map(([id, tarball]) => [id, `file:${tarball}`]),
  )
  const manifest = {
    name: 'installed-project',
    private: true,
    type: 'module',
    dependencies: resolved,
    overrides: { ...packed, ...overrides },
  }
  for (const id of Object.keys(resolved)) if (id in packed) manifest.overrides[id] = `$${id}`
  return install({ name, manifest, files })
}

/** Installs any manifest into the cache, once per content. */
export function install({ name, manifest, files = {}, ignorePeers = false }) {
  // With workspaces of its own it is none of ours, whose module cache Vitest would share and clear.
  const text = `${JSON.stringify({ ...manifest, workspaces: [] }, null, 2)}\n`
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12)
  const folder = join(cache, 'projects', `${name}-${hash}`)
  makeOnce(folder, (draft) => {
    writeFileSync(join(draft, 'package.json'), text)
    const peers = ignorePeers ? ['--legacy-peer-deps'] : []
    runOrThrow(npm, ['install', ...peers, '--ignore-scripts', ...QUIET], { cwd: draft })
  })
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path)
    // A run beside this one may be reading it.
    if (existsSync(file) && readFileSync(file, 'utf8') === content) continue
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  return folder
}

/** The path of a Node binary of this major, from the npm package `node`. */
export function nodeBinary(major) {
  const version = NODES[major]
  if (!version)
    throw new Error(`--node must be one of ${Object.keys(NODES).join(', ')}, received ${major}.`)
  if (process.versions.node === version) return process.execPath
  const folder = join(cache, 'nodes', version)
  makeOnce(folder, (draft) => {
    writeFileSync(join(draft, 'package.json'), '{ "private": true }\n')
    runOrThrow(npm, ['install', `node@${version}`, ...QUIET], { cwd: draft })
  })
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  return join(folder, 'node_modules', 'node', 'bin', name)
}
