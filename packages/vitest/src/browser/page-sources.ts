import type { SourcePosition } from '@plateau/core/browser'
import type { ScriptPlace, SourcePositions } from '@plateau/core/browser/attribution'
import { type DevTools, projectRoot } from './dev-tools.ts'
import { projectPath } from './project-path.ts'
import { openSourceMap, type SourceMap } from './source-map.ts'

interface ParsedScript {
  readonly scriptId: string
  readonly url: string
  readonly sourceMapURL?: string
  readonly length?: number
}

/** Names every script of the page. The debugger is on meanwhile, and off afterwards. */
export async function readPageSources(devTools: DevTools): Promise<SourcePositions> {
  const scripts = new Map<number, ParsedScript>()
  const maps = new Map<number, SourceMap | undefined>()
  const root = projectRoot()
  const showFile = (url: string) => projectPath(url, root)
  function note(script: ParsedScript): void {
    scripts.set(Number(script.scriptId), script)
  }
  devTools.on('Debugger.scriptParsed', note)
  try {
    await devTools.send('Debugger.enable')
  } finally {
    devTools.off('Debugger.scriptParsed', note)
    await devTools.send('Debugger.disable')
  }
  const files = await readMapFiles([...scripts.values()])

  function mapOf(scriptId: number): SourceMap | undefined {
    if (!maps.has(scriptId)) {
      const text = files.get(scriptId) ?? scripts.get(scriptId)?.sourceMapURL ?? ''
      maps.set(scriptId, openSourceMap(text))
    }
    return maps.get(scriptId)
  }

  return {
    urlOf: (scriptId) => scripts.get(scriptId)?.url ?? '',
    positionOf(place: ScriptPlace, functionName?: string): SourcePosition {
      const named = functionName ? { function: functionName } : {}
      const { url = '' } = scripts.get(place.scriptId) ?? {}
      const original = mapOf(place.scriptId)?.find(place)
      const file = showFile(original ? resolved(original.source, url) : url)
      const { line, column } = original ?? place
      return { file, line: line + 1, column: column + 1, ...named }
    },
    showFile,
  }
}

function resolved(source: string, url: string): string {
  return URL.canParse(source, url) ? new URL(source, url).href : source
}

// Taken when this module loads: tests replace it with answers of their own.
const { fetch } = globalThis

/** Maps that have not arrived by then are done without. */
const MAPS_MS = 3000

/** The texts of maps that lie beside their scripts, as those of bundles do. Only the script's own server is asked. */
async function readMapFiles(
  scripts: readonly ParsedScript[],
): Promise<ReadonlyMap<number, string>> {
  const signal = AbortSignal.timeout(MAPS_MS)
  const texts = new Map<number, string>()
  await Promise.all(
    scripts.map(async ({ scriptId, url, sourceMapURL }) => {
      if (!sourceMapURL || !URL.canParse(sourceMapURL, url)) return
      const address = new URL(sourceMapURL, url)
      if (!/^https?:$/.test(address.protocol) || address.origin !== new URL(url).origin) return
      const text = await readText(address, signal)
      if (text !== undefined) texts.set(Number(scriptId), text)
    }),
  )
  return texts
}

async function readText(address: URL, signal: AbortSignal): Promise<string | undefined> {
  try {
    const response = await fetch(address, { signal })
    return response.ok ? await response.text() : undefined
  } catch {
    return undefined
  }
}
