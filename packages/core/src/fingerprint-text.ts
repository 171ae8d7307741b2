import type { Culprit } from './plateau/verdict.ts'

/** Hexadecimal digits; enough that two culprits of one project never share a fingerprint. */
export const FINGERPRINT_LENGTH = 12

/** What the SHA-256 of a culprit's fingerprint is taken of. It is hashed elsewhere: pages do that another way than Node. */
export function fingerprintText({
  type,
  path,
  site,
}: Pick<Culprit, 'type' | 'path' | 'site'>): string {
  return [
    type,
    ...path.map((step) => `${step.name}:${step.type}`),
    site?.file ?? '',
    site?.function ?? '',
  ].join('\n')
}
