import type { FilledRequest } from '../fill-requests.ts'

/** What a client asks of a server of the Model Context Protocol. */
export interface McpCall {
  readonly method: string
  readonly params: Readonly<Record<string, unknown>>
  /** In messages. */
  readonly what: string
}

/** The revision whose sessions are opened and ended; what a server negotiates instead is what is spoken. */
export const MCP_VERSION = '2025-11-25'

export const INITIALIZE: McpCall = {
  method: 'initialize',
  params: {
    protocolVersion: MCP_VERSION,
    capabilities: {},
    clientInfo: { name: 'plateau', version: '1.0.0' },
  },
  what: 'initialize',
}

/** A name is that of a tool; with a slash, as `resources/list` has one, that of a method. */
export function mcpCall({ method: name = 'tools/list', body = '{}' }: FilledRequest): McpCall {
  const given = JSON.parse(body) as Readonly<Record<string, unknown>>
  if (name.includes('/')) return { method: name, params: given, what: name }
  return { method: 'tools/call', params: { name, arguments: given }, what: `the tool ${name}` }
}
