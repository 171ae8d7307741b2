import { TargetError } from '@plateau/core'
import type { HttpConnection } from '@plateau/core/drive'
import type { MemoryReader } from '../memory-reader.ts'
import { memoryOfExpvar } from '../profile/mem-stats.ts'

export const EXPVAR_PATH = '/debug/vars'

/**
 * Reads `expvar`: exact, but it cannot ask for a collection, so the heap still holds garbage. Nothing
 * that it reads can convict.
 */
export function createExpvarReader(connection: HttpConnection): MemoryReader {
  return {
    settle: async () => undefined,
    async collect() {
      const { body } = await connection.send(EXPVAR_PATH)
      const memory = memoryOfExpvar(body.toString('utf8'))
      if (memory === undefined) {
        throw new TargetError(`${connection.url}${EXPVAR_PATH} tells no runtime.MemStats.`)
      }
      return memory
    },
  }
}
