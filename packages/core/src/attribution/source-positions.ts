import { existsSync, readFileSync } from 'node:fs'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { InspectorSession } from '../engine/inspector-session.ts'
import type { SourcePosition } from '../plateau/verdict.ts'
import { processState } from '../process-state.ts'
import { originOf, type ScriptPlace } from './script-directory.ts'

/** Turns places of scripts into positions of the files that their authors wrote. */
export interface SourcePositions {
  urlOf(scriptId: number): string
  /** Line and column from 1, in the file of the source map where there is one. */
  positionOf(place: ScriptPlace, functionName?: string): SourcePosition
  /** A file as a reader knows it: relative to the working directory, or without a page's own origin. */
  showFile(url: string): string
}

/** The scripts of this very process. */
export interface ProcessSources extends SourcePositions {
  /** Characters of a script; 0 where it is unknown. */
  lengthOf(scriptId: number): number
  /** Scripts of the project itself, the newest first. */
  usersScripts(): readonly number[]
  /** The newest script of this url; undefined where there is none. */
  scriptIdOf(url: string): number | undefined
}

interface ParsedScript {
  readonly scriptId: string
  readonly url: string
  readonly sourceMapURL?: string
  readonly length?: number
}

/** Enables the debugger, which names every script; the caller disables it. */
export function listSources(session: InspectorSession): ProcessSources {
  const scripts = new Map<number, ParsedScript>()
  session.on<ParsedScript>('Debugger.scriptParsed', (script) => {
    scripts.set(Number(script.scriptId), script)
  })
  session.post('Debugger.enable')
  const maps = new Map<number, OriginalSource | undefined>()

  function mapOf(scriptId: number): OriginalSource | undefined {
    if (!maps.has(scriptId)) maps.set(scriptId, loadMap(scripts.get(scriptId), session))
    return maps.get(scriptId)
  }

  return {
    urlOf: (scriptId) => scripts.get(scriptId)?.url ?? '',
    scriptIdOf: (url) => [...scripts].findLast(([, script]) => isSameFile(script.url, url))?.[0],
    usersScripts: () =>
      [...scripts]
        .filter(([, { url }]) => originOf(url) === 'user')
        .map(([scriptId]) => scriptId)
        .sort((one, other) => other - one),
    lengthOf: (scriptId) => scripts.get(scriptId)?.length ?? 0,
    positionOf(place, functionName) {
      const named =
        functionName === undefined || functionName === '' ? {} : { function: functionName }
      const original = mapOf(place.scriptId)?.find(place)
      if (original) return { ...original, file: showPath(original.file), ...named }
      const file = showFile(scripts.get(place.scriptId)?.url ?? '')
      return { file, line: place.line + 1, column: place.column + 1, ...named }
    },
    showFile,
  }
}

interface OriginalSource {
  find(place: ScriptPlace): { file: string; line: number; column: number } | undefined
}

/**
 * The map that belongs to a script: the runner's, or the one that the script names. A map that is
 * missing, broken, or points where there is no such line is as good as none.
 */
function loadMap(
  script: ParsedScript | undefined,
  session: InspectorSession,
): OriginalSource | undefined {
  const path = pathOf(script?.url ?? '')
  if (script === undefined || path === undefined) return undefined
  // What runs, and what a stack trace names, is the file that the package ships.
  if (originOf(script.url) === 'package') return undefined
  try {
    const payload = runnersMap(path) ?? inlineMap(script, session) ?? mapBeside(script, path)
    if (payload === undefined) return undefined
    return readMap(payload, dirname(path))
  } catch {
    return undefined
  }
}

function readMap(payload: SourceMapPayload, folder: string): OriginalSource {
  const map = new SourceMap(payload)
  const lineCounts = new Map<string, number>()

  function linesIn(file: string): number {
    const known = lineCounts.get(file)
    if (known !== undefined) return known
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').length : 0
    lineCounts.set(file, lines)
    return lines
  }

  return {
    find({ line, column }) {
      const entry = map.findEntry(line, column)
      if (!('originalSource' in entry) || typeof entry.originalSource !== 'string') return undefined
      const source = entry.originalSource
      const root = payload.sourceRoot ?? ''
      const file = source.startsWith('file:')
        ? fileURLToPath(source)
        : resolve(folder, root, source)
      const originalLine = entry.originalLine + 1
      if (originalLine > linesIn(file)) return undefined
      return { file, line: originalLine, column: entry.originalColumn + 1 }
    },
  }
}

/** Vitest keeps its maps to itself; its adapter says how to ask. */
function runnersMap(path: string): SourceMapPayload | undefined {
  for (const find of processState().sourceMaps) {
    const found = find(path)
    if (found !== undefined) return asPayload(found)
  }
  return undefined
}

const INLINE = /^data:application\/json[^,]*?(;base64)?,(.*)$/s

function inlineMap(script: ParsedScript, session: InspectorSession): SourceMapPayload | undefined {
  const url = script.sourceMapURL || lastMapUrl(script, session)
  const inline = INLINE.exec(url)
  if (!inline) return undefined
  const [, isBase64, text = ''] = inline
  return asPayload(
    isBase64 ? Buffer.from(text, 'base64').toString('utf8') : decodeURIComponent(text),
  )
}

/** V8 does not report the map of a script that was compiled as a function. */
function lastMapUrl({ scriptId }: ParsedScript, session: InspectorSession): string {
  const { scriptSource } = session.post<{ scriptSource: string }>('Debugger.getScriptSource', {
    scriptId,
  })
  const at = scriptSource.lastIndexOf('//# sourceMappingURL=data:')
  return at === -1 ? '' : scriptSource.slice(at + '//# sourceMappingURL='.length).trimEnd()
}

function mapBeside({ sourceMapURL }: ParsedScript, path: string): SourceMapPayload | undefined {
  if (!sourceMapURL || /^[a-z]+:/i.test(sourceMapURL)) return undefined
  const file = resolve(dirname(path), decodeURIComponent(sourceMapURL))
  return existsSync(file) ? asPayload(readFileSync(file, 'utf8')) : undefined
}

/** Of the only version there is so far; undefined for what is none. */
function asPayload(map: unknown): SourceMapPayload | undefined {
  const payload = (typeof map === 'string' ? JSON.parse(map) : map) as SourceMapPayload | undefined
  return Number(payload?.version) === 3 ? payload : undefined
}

function pathOf(url: string): string | undefined {
  const [plain = ''] = url.split('?')
  if (plain.startsWith('file:')) return fileURLToPath(plain)
  return isAbsolute(plain) ? plain : undefined
}

/** Node's inspector names a path by its URL; a stack names it as the code was compiled, in Vitest and Jest by the path. */
function isSameFile(one: string, other: string): boolean {
  return one === other || (pathOf(one) ?? one) === (pathOf(other) ?? other)
}

function showFile(url: string): string {
  const path = pathOf(url)
  return path === undefined ? url : showPath(path)
}

/** Relative where the file is below the working directory, as in every other message of a runner. */
function showPath(path: string): string {
  const shown = relative(process.cwd(), path)
  const isBelow = shown !== '' && !shown.startsWith('..') && !isAbsolute(shown)
  return (isBelow ? shown : path).split(sep).join('/')
}
