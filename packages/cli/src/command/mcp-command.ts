import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import { MisuseError } from '@plateau/core'
import { type CommandIo, EXIT, parseCommandLine } from '@plateau/go/kit'
import { createServer } from '../mcp/server.ts'
import { createSoakRuns } from '../mcp/soak-runs.ts'
import { MCP_OPTIONS } from './mcp-options.ts'

/** Serves assistants over stdin and stdout until the client closes them. Resolves to 0. */
export async function mcpCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const line = parseCommandLine(args, 'plateau mcp', MCP_OPTIONS)
  const [extra] = [...line.positionals, ...(line.rest ?? [])]
  if (extra !== undefined) {
    throw new MisuseError(`plateau mcp takes no arguments, received '${extra}'.`)
  }
  const root = folderAt(resolve(io.cwd, line.one('root') ?? '.'))
  const soaks = createSoakRuns(root)
  const served = serveStdio(() => createServer(root, soaks), {
    onerror: ({ message }) => io.stderr.write(`plateau mcp: ${message}\n`),
  })
  await closed(io.signal)
  soaks.close()
  await served.close()
  return EXIT.plateau
}

function folderAt(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    throw new MisuseError(`--root must be a folder that is there, received '${path}'.`)
  }
}

/** A client ends a server by closing its input, or by a signal. */
function closed(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    process.stdin.once('end', resolve)
    process.stdin.once('close', resolve)
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
