import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { listSources, type SourcePositions } from '../attribution/source-positions.ts'
import type { InspectorSession } from '../engine/inspector-session.ts'
import type { CdpChannel } from './cdp-channel.ts'

interface Script {
  readonly scriptId: string
  readonly url: string
}

/** The scripts of another process, mapped by the files that lie on this machine. The debugger is on meanwhile. */
export async function readRemoteSources(channel: CdpChannel): Promise<SourcePositions> {
  const scripts: Script[] = []
  const stop = channel.on<Script>('Debugger.scriptParsed', (script) => scripts.push(script))
  await channel.send('Debugger.enable')
  stop()
  await channel.send('Debugger.disable')
  return listSources(replaying(scripts))
}

/** What has been told, told again as by the inspector of this process: it answers at once. */
function replaying(scripts: readonly Script[]): InspectorSession {
  let onScript: (script: never) => void = () => {}
  return {
    post<Result>(method: string, params: object = {}): Result {
      if (method === 'Debugger.enable') for (const script of scripts) onScript(script as never)
      const { scriptId } = params as { readonly scriptId?: string }
      const script = scripts.find((one) => one.scriptId === scriptId)
      return { scriptSource: script ? textOf(script) : '' } as Result
    },
    postLater: () => Promise.resolve(),
    on(event, listener) {
      if (event === 'Debugger.scriptParsed') onScript = listener as typeof onScript
    },
    close() {},
  }
}

function textOf({ url }: Script): string {
  return readFileSync(url.startsWith('file:') ? fileURLToPath(url) : url, 'utf8')
}
