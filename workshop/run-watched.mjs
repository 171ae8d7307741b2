// A run of a runner that is long, of which its log of verdicts tells meanwhile how far it is.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const LOOK_EVERY_MS = 1000
const KEPT_CHARACTERS = 20_000

/** What it printed at the end, once it has ended; `show` hears how many verdicts there are. */
export function runWatched({ command, args, cwd, env, verdicts, show }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output = (output + text).slice(-KEPT_CHARACTERS)
      })
    }
    const look = setInterval(() => show(linesIn(verdicts)), LOOK_EVERY_MS)
    child.once('error', reject).once('close', (code, signal) => {
      resolve(`${output}\nThe runner ended with ${signal ?? `code ${code}`}.`)
    })
    child.once('error', () => clearInterval(look)).once('close', () => clearInterval(look))
  })
}

function linesIn(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0
}
