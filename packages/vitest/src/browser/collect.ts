import type { DevTools } from './dev-tools.ts'
import { turn } from './turn.ts'

export async function collect(devTools: DevTools): Promise<void> {
  await turn()
  await devTools.send('Runtime.discardConsoleEntries')
  // What finalizers free is collected only the second time.
  await devTools.send('HeapProfiler.collectGarbage')
  await devTools.send('HeapProfiler.collectGarbage')
}
