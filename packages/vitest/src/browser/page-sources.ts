import type { SourcePosition } from '@plateau/core/browser'
import type { ScriptPlace, SourcePositions } from '@plateau/core/browser/attribution'
import type { DevTools } from './dev-tools.ts'
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

  function mapOf(scriptId: number): SourceMap | undefined {
    if (!maps.has(scriptId)) {
      maps.set(scriptId, openSourceMap(scripts.get(scriptId)?.sourceMapURL ?? ''))
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

/** Vite serves files outside of the project's root under this path. */
const OUTSIDE = /^\/@fs(?=\/)/

/** An address of Vite's server as the path below the project's root that it stands for. */
function showFile(url: string): string {
  if (!URL.canParse(url)) return url
  const { pathname, protocol } = new URL(url)
  if (!/^https?:$/.test(protocol)) return url
  const path = decodeURIComponent(pathname)
  return OUTSIDE.test(path) ? path.replace(OUTSIDE, '') : path.slice(1)
}
