import { type CommandIo, parseCommandLine } from '@plateau/go/kit'
import { configOfLine } from './config-of-line.ts'
import { soakOnce } from './soak-once.ts'
import { SOAK_OPTIONS } from './soak-options.ts'
import { soakRoutes } from './soak-routes.ts'

/** `plateau soak --iterations 20000 --request / -- node server.js`. Resolves to the exit code. */
export async function soakCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const line = parseCommandLine(args, 'plateau soak', SOAK_OPTIONS)
  const config = await configOfLine(line, io.cwd)
  const json = line.one('json')
  if (config.load?.routes !== undefined) {
    return soakRoutes(config, io, json)
  }
  const { code } = await soakOnce(config, io, { ...(json !== undefined && { json }) })
  return code
}
