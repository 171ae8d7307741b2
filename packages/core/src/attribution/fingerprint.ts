import { createHash } from 'node:crypto'
import { fingerprintText, FINGERPRINT_LENGTH as LENGTH } from '../fingerprint-text.ts'
import type { Culprit } from '../plateau/verdict.ts'

/**
 * Names a culprit by what it is, what holds it and which function makes it; not by a line or a rate,
 * so that an unrelated edit changes nothing.
 */
export function fingerprint(culprit: Pick<Culprit, 'type' | 'path' | 'site'>): string {
  return createHash('sha256').update(fingerprintText(culprit)).digest('hex').slice(0, LENGTH)
}
