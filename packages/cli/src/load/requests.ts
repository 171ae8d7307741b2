import { MisuseError } from '@plateau/core'
import type { ServiceRequest } from '@plateau/core/drive'

/** `/`, `DELETE /orders/1`, `POST /orders {"id":1}` or an object. Throws `MisuseError` for anything else. */
export function requestsOf(
  given: string | ServiceRequest | readonly (string | ServiceRequest)[],
): readonly ServiceRequest[] {
  return [given].flat().map(requestOf)
}

function requestOf(given: string | ServiceRequest): ServiceRequest {
  if (typeof given === 'object' && given?.path?.startsWith('/')) return given
  const [, method, path, body] = /^(?:([A-Z]+) )?(\/\S*)(?: (.+))?$/s.exec(String(given)) ?? []
  if (path === undefined) {
    const received = typeof given === 'string' ? `'${given}'` : 'an object without such a path'
    throw new MisuseError(
      `request must be a path such as /orders/1, or 'POST /orders {"id":1}', received ${received}.`,
    )
  }
  return { path, ...(method !== undefined && { method }), ...(body !== undefined && { body }) }
}
