import { createHash } from 'node:crypto'
import type { Culprit } from '../plateau/verdict.ts'

/** Long enough that two culprits of one project never share one. */
const LENGTH = 12

/**
 * Names a culprit by what it is, what holds it and which function makes it; not by a line or a rate,
 * so that an unrelated edit changes nothing.
 */
export function fingerprint({ type, path, site }: Pick<Culprit, 'type' | 'path' | 'site'>): string {
  const parts = [
    type,
    ...path.map((step) => `${step.name}:${step.type}`),
    site?.file ?? '',
    site?.function ?? '',
  ]
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, LENGTH)
}
