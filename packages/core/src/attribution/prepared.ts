import { type InspectorSession, openInspectorSession } from '../engine/inspector-session.ts'
import { listSources, type ProcessSources } from './source-positions.ts'

/** What every explanation begins with. */
export interface Prepared {
  readonly session: InspectorSession
  readonly sources: ProcessSources
  /** Switches off what explains; does nothing the second time. */
  close(): void
}

/** Throws where no inspector answers at once, or it is forbidden. */
export function openExplanation(): Prepared {
  const session = openInspectorSession()
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
