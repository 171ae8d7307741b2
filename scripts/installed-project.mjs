// What users do: packed tarballs, installed by npm into a folder that knows nothing of this workspace.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

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
    const tarball = join(target, `plateau-${folder}-${version}.tgz`)
    if (!existsSync(tarball)) {
      mkdirSync(target, { recursive: true })
      runOrThrow('pnpm', ['pack', '--pack-destination', target], { cwd: from })
    }
    tarballs[name] = tarball
  }
  return tarballs
}

function contentHash(folder) {
  const hash = createHash('sha256')
  for (const name of ['dist', 'src', 'bin', 'agent', 'package.json'])
    addTo(hash, join(folder, name))
  return hash.digest('hex').slice(0, 12)
}

function addTo(hash, path) {
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

/**
 * A folder in the cache with `dependencies` installed by npm, named by what is in it; `@plateau/*` at
 * `'packed'` stands for this workspace's tarball. Files are written anew at every call.
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
  const text = `${JSON.stringify(manifest, null, 2)}\n`
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12)
  const folder = join(cache, 'projects', `${name}-${hash}`)
  if (!existsSync(join(folder, 'installed'))) {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), text)
    runOrThrow(
      npm,
      [
        'install',
        ...(ignorePeers ? ['--legacy-peer-deps'] : []),
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
      ],
      { cwd: folder },
    )
    writeFileSync(join(folder, 'installed'), '')
  }
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
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
  const binary = join(
    folder,
    'node_modules',
    'node',
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  )
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
    runOrThrow(npm, ['install', `node@${version}`, '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: folder,
    })
  }
  return binary
}
