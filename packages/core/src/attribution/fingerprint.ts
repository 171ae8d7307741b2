import type { Culprit } from '../plateau/verdict.ts'
import { sha256 } from '../sha-256.ts'

/** Long enough that two culprits of one project never share one. */
const LENGTH = 12

/**
 * Names a culprit by what it is, what holds it and which function makes it; not by a line or a rate,
 * so that an unrelated edit changes nothing. A `site` that only a short run for lines would tell is no part of it: there may
 * be no time for one.
 */
export function fingerprint({ type, path, site }: Pick<Culprit, 'type' | 'path' | 'site'>): string {
  const parts = [
    type,
    ...path.map((step) => `${step.name}:${step.type}`),
    site?.file ?? '',
    site?.function ?? '',
  ]
  return sha256(parts.join('\n')).slice(0, LENGTH)
}
