import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'

/** Slow tools are judged by what they answer, not by how long a client would wait. */
const TIMEOUT_MS = 240_000

/** The SDK's own client, connected to a server that it starts in a folder. */
export async function openClient([command, ...args], cwd) {
  const client = new Client({ name: 'test', version: '1.0.0' })
  await client.connect(new StdioClientTransport({ command, args, cwd, stderr: 'inherit' }))
  return {
    listTools: () => client.listTools(),
    callTool: (name, args) => client.callTool({ name, arguments: args }, { timeout: TIMEOUT_MS }),
    close: () => client.close(),
  }
}
