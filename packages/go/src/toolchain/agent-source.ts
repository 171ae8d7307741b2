import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ownPackage } from '../own-package.ts'

/** The import path under which a user adds the agent by hand. */
export const AGENT_MODULE = 'plateau.test/agent'

export interface AgentFile {
  /** Relative to the agent's folder, with slashes. */
  readonly path: string
  readonly text: string
}

/** What is injected: the agent's module without its tests. */
export function readAgentSource(): readonly AgentFile[] {
  const folder = join(ownPackage(), 'agent')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.go') && !path.endsWith('_test.go'))
    .sort()
    .map((path) => ({
      path: path.replaceAll('\\', '/'),
      text: readFileSync(join(folder, path), 'utf8'),
    }))
}
