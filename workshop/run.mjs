// The one way into the workshop: installs and builds what is missing, then runs a command, or lists them all.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { COMMANDS, listOfCommands } from './command-list.mjs'
import { ensureInstalled } from './ensure-installed.mjs'
import { isBuilt } from './is-built.mjs'

const workshop = dirname(fileURLToPath(import.meta.url))
const root = dirname(workshop)
const [name, ...args] = process.argv.slice(2)

if (name === undefined || name === '--help') {
  console.log(listOfCommands())
} else if (Object.hasOwn(COMMANDS, name)) {
  process.exitCode = run(COMMANDS[name])
} else {
  console.error(`The workshop has no command ${name}.\n\n${listOfCommands()}`)
  process.exitCode = 2
}

function run({ file, needs = 'build', environment = {} }) {
  ensureInstalled(root)
  if (needs === 'build' && !isBuilt(root)) {
    const status = runFile('build/build.mjs', [])
    if (status !== 0) return status
  }
  return runFile(file, args, environment)
}

/** By the workspace's own Node, which is not there before it is installed, and with its tools on the path. */
function runFile(file, given, environment = {}) {
  const bin = join(root, 'node_modules', '.bin')
  const own = join(root, 'node_modules', 'node', 'bin', 'node')
  const { status, error } = spawnSync(
    existsSync(own) ? own : process.execPath,
    // Types are stripped by Node itself, which warns of it on some releases.
    ['--disable-warning=ExperimentalWarning', join(workshop, file), ...given],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, ...environment },
    },
  )
  if (error) console.error(`Cannot start ${file}: ${error.message}`)
  return status ?? 1
}
