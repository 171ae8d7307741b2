import { serveStdio } from '@modelcontextprotocol/server/stdio'
import type { CommandIo } from '@plateau/go/kit'
import { createServer } from './server.ts'
import { createSoakRuns } from './soak-runs.ts'

/** Serves one client over stdin and stdout until it closes them, or the command is interrupted. Its soaks end with it. */
export async function serve(root: string, { stderr, signal }: CommandIo): Promise<void> {
  const soaks = createSoakRuns(root)
  const served = serveStdio(() => createServer(root, soaks), {
    onerror: ({ message }) => stderr.write(`plateau mcp: ${message}\n`),
  })
  await closed(signal)
  soaks.close()
  await served.close()
}

/** A client ends a server by closing its input, or by a signal. */
function closed(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    process.stdin.once('end', resolve)
    process.stdin.once('close', resolve)
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
