import { readFileSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'
import { listSources, type SourcePositions } from '../attribution/source-positions.ts'
import type { InspectorSession } from '../engine/inspector-session.ts'
import type { CdpChannel } from './cdp-channel.ts'
import { listWords, type SourceWords } from './source-words.ts'

interface Script {
  readonly scriptId: string
  readonly url: string
}

/** The scripts of another process, mapped by the files that lie on this machine. The debugger is on meanwhile. */
export async function readRemoteSources(
  channel: CdpChannel,
): Promise<SourcePositions & { readonly words: SourceWords }> {
  const scripts: Script[] = []
  const stop = channel.on<Script>('Debugger.scriptParsed', (script) => scripts.push(script))
  try {
    await channel.send('Debugger.enable')
    stop()
    const words = listWords(await textsOf(scripts, channel))
    return { ...listSources(replaying(scripts)), words }
  } finally {
    await channel.send('Debugger.disable').catch(() => {})
  }
}

/** Node's own scripts, and those that were never a file, are known to the process alone. */
async function textsOf(
  scripts: readonly Script[],
  channel: CdpChannel,
): Promise<readonly string[]> {
  const texts: string[] = []
  for (const { scriptId, url } of scripts) {
    const text = url.startsWith('file:') || isAbsolute(url) ? textIn(url) : undefined
    texts.push(text ?? (await sourceOf(scriptId, channel)))
  }
  return texts
}

function textIn(url: string): string | undefined {
  try {
    return textOf(url)
  } catch {
    return undefined
  }
}

/** A script may be gone by now: then its words are not shown. */
async function sourceOf(scriptId: string, channel: CdpChannel): Promise<string> {
  const asked = channel.send<{ scriptSource: string }>('Debugger.getScriptSource', { scriptId })
  return asked.then(
    ({ scriptSource }) => scriptSource,
    () => '',
  )
}

/** What has been told, told again as by the inspector of this process: it answers at once. */
function replaying(scripts: readonly Script[]): InspectorSession {
  let onScript: (script: never) => void = () => {}
  return {
    post<Result>(method: string, params: object = {}): Result {
      if (method === 'Debugger.enable') for (const script of scripts) onScript(script as never)
      const { scriptId } = params as { readonly scriptId?: string }
      const script = scripts.find((one) => one.scriptId === scriptId)
      return { scriptSource: script ? textOf(script.url) : '' } as Result
    },
    postLater: () => Promise.resolve(),
    on(event, listener) {
      if (event === 'Debugger.scriptParsed') onScript = listener as typeof onScript
    },
    close() {},
  }
}

function textOf(url: string): string {
  return readFileSync(url.startsWith('file:') ? fileURLToPath(url) : url, 'utf8')
}
