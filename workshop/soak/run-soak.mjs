// One soak by the command as users run it.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installedProject } from '../installed-project.mjs'

/** Packed and installed as users do, so that a build meanwhile changes nothing. */
export const soakPackages = join(
  installedProject({ name: 'soak', dependencies: { '@plateau/cli': 'packed' } }),
  'node_modules',
  '@plateau',
)

const bin = join(soakPackages, 'cli', 'bin', 'plateau.js')

/** `options` of `plateau soak`, and the `command` behind the two dashes. Never rejects for a verdict. */
export async function runSoak({ name, options, command }) {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-soak-'))
  const { CI: _, GITHUB_STEP_SUMMARY: __, ...env } = process.env
  try {
    const args = ['soak', '--name', name, '--out', 'run', '--json', 'outcome.json', ...options]
    const child = spawn(process.execPath, [bin, ...args, '--', ...command], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let told = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        told += text
      })
    }
    const code = await new Promise((done, fail) => child.once('error', fail).once('close', done))
    return { code, told, ...outcomeIn(folder) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function outcomeIn(folder) {
  try {
    return {
      outcome: JSON.parse(readFileSync(join(folder, 'outcome.json'), 'utf8')),
      records: readFileSync(join(folder, 'run', 'run.ndjson'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    }
  } catch {
    return { outcome: undefined, records: [] }
  }
}
