import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AGENT_MODULE, type AgentFile } from './agent-source.ts'
import type { ListedPackage } from './list-packages.ts'

/** Files that the compiler sees in the user's folders, though nothing is written there. */
export interface Overlay {
  readonly flag: string
  remove(): void
}

/** Below the package itself, so that it may be imported whatever the module and its vendoring. */
const FOLDER = 'internal/plateauagent'

/** Adds the agent to package main, which imports it for effect. */
export function overlayProgram(program: ListedPackage, agent: readonly AgentFile[]): Overlay {
  return overlay(program, agent, {
    path: 'plateau_agent.go',
    text: `package main\n\nimport _ "${program.ImportPath}/${FOLDER}"\n`,
  })
}

/** The test that the runner starts in place of the user's. */
export const SERVING_TEST = 'TestPlateauServe'

/** Adds the agent, and a test that serves the user's, to the package that has it. */
export function overlayTest(
  tested: ListedPackage,
  agent: readonly AgentFile[],
  { test, packageName }: { readonly test: string; readonly packageName: string },
): Overlay {
  const [name] = test.split('/')
  return overlay(tested, agent, {
    path: 'plateau_serve_test.go',
    text: `package ${packageName}

import (
	"testing"

	plateauagent "${tested.ImportPath}/${FOLDER}/testdriver"
)

func ${SERVING_TEST}(t *testing.T) { plateauagent.Serve(${JSON.stringify(test)}, ${name}) }
`,
  })
}

function overlay(at: ListedPackage, agent: readonly AgentFile[], entry: AgentFile): Overlay {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-build-'))
  const files = [
    entry,
    ...agent.map(({ path, text }) => ({
      path: `${FOLDER}/${path}`,
      text: text.replace(`"${AGENT_MODULE}"`, `"${at.ImportPath}/${FOLDER}"`),
    })),
  ]
  const replaced: Record<string, string> = {}
  for (const [index, { path, text }] of files.entries()) {
    const file = join(folder, `${index}.go`)
    writeFileSync(file, text)
    replaced[join(at.Dir, path)] = file
  }
  const list = join(folder, 'overlay.json')
  writeFileSync(list, JSON.stringify({ Replace: replaced }))
  return {
    flag: `-overlay=${list}`,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
