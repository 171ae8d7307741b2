import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { MisuseError } from '@plateau/core'
import { makeFolder } from '@plateau/core/process'
import { type CommandIo, type CommandOptions, EXIT, parseCommandLine } from '@plateau/go/kit'
import { initUnit } from '../init/init-unit.ts'
import { configTemplate, recipe } from './init-templates.ts'
import { HELP } from './soak-options.ts'

export const INIT_OPTIONS: CommandOptions = {
  unit: { help: 'leak tests in place of a soak: the runner’s setup, the types and a first test' },
  gitlab: { help: 'a GitLab pipeline in place of a GitHub workflow' },
  ...HELP,
}

/**
 * Writes a configuration and a nightly job, or what leak tests need; never over a file that is there. Leak tests add a
 * line to the configuration of the project's runner.
 */
export async function initCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const line = parseCommandLine(args, 'plateau init', INIT_OPTIONS)
  const [extra] = [...line.positionals, ...(line.rest ?? [])]
  if (extra !== undefined) {
    throw new MisuseError(`plateau init takes no arguments, received '${extra}'.`)
  }
  if (line.has('unit')) {
    if (line.has('gitlab'))
      throw new MisuseError('--gitlab is of a soak: leave it out with --unit.')
    io.stdout.write(`${initUnit(io.cwd).join('\n')}\n`)
    return EXIT.plateau
  }
  const config = configTemplate(startCommandIn(io.cwd))
  const job = line.has('gitlab')
    ? (['.gitlab/plateau-nightly.gitlab-ci.yml', recipe('gitlab-nightly.gitlab-ci.yml')] as const)
    : (['.github/workflows/plateau-nightly.yml', recipe('github-nightly.yml')] as const)
  for (const [name, text] of [['plateau.config.mts', config] as const, job]) {
    io.stdout.write(`${writeNew(resolve(io.cwd, name), name, text)}\n`)
  }
  io.stdout.write(NEXT)
  return EXIT.plateau
}

const NEXT = `
Next:
  npm install --save-dev @plateau/cli
  npx plateau soak --iterations 4000     a first short run of plateau.config.mts
  npx plateau doctor                     what can be measured here
Keep .plateau/ out of the repository.
`

function writeNew(file: string, name: string, text: string): string {
  if (existsSync(file)) return `${name} is there already: left as it is.`
  makeFolder(dirname(file))
  writeFileSync(file, text, { flag: 'wx' })
  return `${name} written.`
}

/** What the project's own start script runs, if it is a plain one. */
function startCommandIn(cwd: string): readonly string[] {
  try {
    const manifest = JSON.parse(readFileSync(resolve(cwd, 'package.json'), 'utf8')) as {
      scripts?: { start?: unknown }
    }
    const start = manifest.scripts?.start
    if (typeof start !== 'string') return DEFAULT_COMMAND
    return /^node [\w./-]+$/.test(start) ? start.split(' ') : ['npm', 'start']
  } catch {
    return DEFAULT_COMMAND
  }
}

const DEFAULT_COMMAND: readonly string[] = ['node', 'server.js']
