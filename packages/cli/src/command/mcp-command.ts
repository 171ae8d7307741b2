import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { MisuseError } from '@plateau/core'
import { type CommandIo, EXIT, parseCommandLine } from '@plateau/go/kit'
import { serve } from '../mcp/serve.ts'
import { MCP_OPTIONS } from './mcp-options.ts'

/** Serves assistants over stdin and stdout until the client closes them. Resolves to 0. */
export async function mcpCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const line = parseCommandLine(args, 'plateau mcp', MCP_OPTIONS)
  const [extra] = [...line.positionals, ...(line.rest ?? [])]
  if (extra !== undefined) {
    throw new MisuseError(`plateau mcp takes no arguments, received '${extra}'.`)
  }
  const root = folderAt(resolve(io.cwd, line.one('root') ?? '.'))
  await serve(root, io)
  return EXIT.plateau
}

function folderAt(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    throw new MisuseError(`--root must be a folder that is there, received '${path}'.`)
  }
}
