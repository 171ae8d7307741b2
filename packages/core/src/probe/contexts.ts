import v8 from 'node:v8'
import type { Probe } from './probe.ts'

/** Realms of this isolate that are alive: those of `node:vm`, jsdom windows, ShadowRealms. */
export const contextsProbe: Probe = {
  name: 'contexts',
  unit: 'count',
  isCollected: true,
  read: () => v8.getHeapStatistics().number_of_native_contexts,
}
