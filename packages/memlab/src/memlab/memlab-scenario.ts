import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MisuseError, type Target } from '@plateau/core'
import type { PageOptions } from '../page/page-options.ts'
import { createPageTarget } from '../page-target.ts'

/** A memlab scenario file as it is, with its filters. The page and what it runs in are Plateau's. */
export async function pageTargetFromMemlabScenario(
  file: string,
  changes: Partial<PageOptions> = {},
): Promise<Target> {
  const address = pathToFileURL(resolve(file)).href
  const scenario = await loadScenario(address, file)
  return createPageTarget({ ...scenario, ...changes }, address)
}

async function loadScenario(address: string, file: string): Promise<PageOptions> {
  let loaded: { default?: unknown }
  try {
    loaded = await import(address)
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    throw new MisuseError(`The memlab scenario ${file} could not be loaded: ${said}`, {
      cause: error,
    })
  }
  // Either kind of module: `module.exports = { … }`, `export default`, or one export for each function.
  const { default: exported, ...names } = loaded
  const { 'module.exports': _commonJs, ...own } = names as Record<string, unknown>
  const scenario = { ...own, ...(exported as object | undefined) }
  if (!('action' in scenario) || !('url' in scenario)) {
    throw new MisuseError(
      `The memlab scenario ${file} must export url and action, received ${Object.keys(scenario).join(', ') || 'nothing'}.`,
    )
  }
  return scenario as unknown as PageOptions
}
