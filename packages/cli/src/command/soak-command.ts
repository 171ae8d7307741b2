import { type CommandIo, parseCommandLine } from '@plateau/go/kit'
import type { SoakConfig } from '../config/soak-config.ts'
import { viewOfRun } from '../run/view-of-run.ts'
import { configOfLine } from './config-of-line.ts'
import { draftIssue } from './draft-issue.ts'
import { soakOnce } from './soak-once.ts'
import { SOAK_OPTIONS } from './soak-options.ts'
import { soakRoutes } from './soak-routes.ts'

/** `plateau soak --iterations 20000 --request / -- node server.js`. Resolves to the exit code. */
export async function soakCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const line = parseCommandLine(args, 'plateau soak', SOAK_OPTIONS)
  const config = await configOfLine(line, io.cwd)
  const left = { json: line.one('json'), issueDraft: line.one('issue-draft') }
  if (config.load?.routes !== undefined) return soakRoutes(config, io, left)
  const { json, issueDraft: file } = left
  const { code, records } = await soakOnce(config, io, { ...(json !== undefined && { json }) })
  if (file !== undefined) {
    const run = { view: viewOfRun(records), request: requestOf(config) }
    draftIssue({ file, config, runs: [run] }, io)
  }
  return code
}

/** The first of an iteration tells which one it is. */
function requestOf({ load }: SoakConfig): string | undefined {
  const [first] = [load?.request ?? []].flat()
  return typeof first === 'object' ? `${first.method ?? 'GET'} ${first.path}` : first
}
