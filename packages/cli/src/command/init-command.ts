import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { MisuseError } from '@plateau/core'
import { type CommandIo, type CommandOptions, parseCommandLine } from '@plateau/go/kit'
import { configTemplate, GITHUB_TEMPLATE, GITLAB_TEMPLATE } from './init-templates.ts'
import { HELP } from './soak-options.ts'

export const INIT_OPTIONS: CommandOptions = {
  gitlab: { help: 'a GitLab pipeline in place of a GitHub workflow' },
  ...HELP,
}

/** Writes a configuration and a nightly job; never over a file that is there. */
export async function initCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const line = parseCommandLine(args, 'plateau init', INIT_OPTIONS)
  const [extra] = [...line.positionals, ...(line.rest ?? [])]
  if (extra !== undefined) {
    throw new MisuseError(`plateau init takes no arguments, received '${extra}'.`)
  }
  const config = configTemplate(startCommandIn(io.cwd))
  const job = line.has('gitlab')
    ? (['.gitlab/plateau-nightly.gitlab-ci.yml', GITLAB_TEMPLATE] as const)
    : (['.github/workflows/plateau-nightly.yml', GITHUB_TEMPLATE] as const)
  for (const [name, text] of [['plateau.config.mts', config] as const, job]) {
    io.stdout.write(`${writeNew(resolve(io.cwd, name), name, text)}\n`)
  }
  io.stdout.write(NEXT)
  return 0
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
  mkdirSync(dirname(file), { recursive: true })
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
