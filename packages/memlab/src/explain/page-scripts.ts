import { LEAST_UPPER_BOUND, originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import type { SourcePositions } from '@plateau/core/attribution'
import type { CdpSession } from '../page/cdp-session.ts'
import { shownFile } from './shown-file.ts'

interface ParsedScript {
  readonly scriptId: string
  readonly url: string
  readonly sourceMapURL?: string
  readonly length?: number
}

/** Maps that have not arrived by then are done without. */
const MAPS_MS = 3000

/** Names every script and reads its source map. The debugger is on meanwhile, and off afterwards. */
export async function readPageScripts(cdp: CdpSession, pageUrl: string): Promise<SourcePositions> {
  const scripts = new Map<number, ParsedScript>()
  function note(script: ParsedScript): void {
    scripts.set(Number(script.scriptId), script)
  }
  cdp.on('Debugger.scriptParsed', note)
  try {
    await cdp.send('Debugger.enable')
  } finally {
    cdp.off('Debugger.scriptParsed', note)
    await cdp.send('Debugger.disable')
  }
  const maps = await readMaps([...scripts.values()])
  const showFile = (url: string) => shownFile(url, pageUrl)

  return {
    urlOf: (scriptId) => scripts.get(scriptId)?.url ?? '',
    positionOf({ scriptId, line, column }, functionName) {
      const named = functionName ? { function: functionName } : {}
      const original = originalOf(maps.get(scriptId), { line: line + 1, column })
      if (original?.source) {
        const file = showFile(original.source)
        return { file, line: original.line, column: original.column + 1, ...named }
      }
      const file = showFile(scripts.get(scriptId)?.url ?? '')
      return { file, line: line + 1, column: column + 1, ...named }
    },
    showFile,
  }
}

/** Of code that a bundler wrote itself, what follows it in the same line. */
function originalOf(map: TraceMap | undefined, place: { line: number; column: number }) {
  if (map === undefined) return undefined
  const original = originalPositionFor(map, place)
  return original.source === null
    ? originalPositionFor(map, { ...place, bias: LEAST_UPPER_BOUND })
    : original
}

async function readMaps(scripts: readonly ParsedScript[]): Promise<ReadonlyMap<number, TraceMap>> {
  const signal = AbortSignal.timeout(MAPS_MS)
  const maps = new Map<number, TraceMap>()
  await Promise.all(
    scripts.map(async ({ scriptId, url, sourceMapURL }) => {
      if (!sourceMapURL) return
      const map = await readMap(sourceMapURL, { url, signal })
      if (map !== undefined) maps.set(Number(scriptId), map)
    }),
  )
  return maps
}

/** A map that is missing or broken is as good as none. Only the script's own server is asked for it. */
async function readMap(
  sourceMapUrl: string,
  { url, signal }: { readonly url: string; readonly signal: AbortSignal },
): Promise<TraceMap | undefined> {
  try {
    const address = new URL(sourceMapUrl, url)
    const isOwn = address.protocol === 'data:' || address.origin === new URL(url).origin
    if (!isOwn || !/^(data|https?):$/.test(address.protocol)) return undefined
    const response = await fetch(address, { signal })
    // Its sources are relative to where it is: within its script, or beside it.
    const base = address.protocol === 'data:' ? url : address.href
    return response.ok ? new TraceMap(await response.text(), base) : undefined
  } catch {
    return undefined
  }
}
