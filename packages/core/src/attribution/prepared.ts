import {
  hasInspector,
  type InspectorSession,
  openInspectorSession,
} from '../engine/inspector-session.ts'
import { listSources, type ProcessSources } from './source-positions.ts'

/** What every explanation begins with. */
export interface Prepared {
  readonly session: InspectorSession
  readonly sources: ProcessSources
  /** Switches off what explains; does nothing the second time. */
  close(): void
}

/** To list the sources takes as long as a few collections: time that a pause has. Undefined where no inspector answers. */
export function prepareExplanation(): Prepared | undefined {
  const session = hasInspector() ? tryToOpen() : undefined
  if (session === undefined) return undefined
  let isOpen = true
  return {
    session,
    sources: listSources(session),
    close() {
      if (!isOpen) return
      isOpen = false
      session.post('HeapProfiler.disable')
      session.post('Debugger.disable')
      session.close()
    },
  }
}

/** Forbidden by `--permission`, or compiled out: whoever explains says so. */
function tryToOpen(): InspectorSession | undefined {
  try {
    return openInspectorSession()
  } catch {
    return undefined
  }
}
