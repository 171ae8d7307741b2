const IDENTIFIER = /^#?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u

/** Ids that could be written after a dot: `user_48213`, `a3f09c1be2`, `V1StGXR8_Z5jdHi6B`. No source is written so. */
const ID = /\d{4}|^(?=.*\d.*\d)[0-9a-f]{8,}$|(?:[a-z_$]+\d+){4}/i

/**
 * Whether a property has a name that somebody wrote. Any other is a key of the user's data (an id, a path, an address), and is
 * neither told nor part of a fingerprint.
 */
export function isNameOfSource(name: string): boolean {
  return IDENTIFIER.test(name) && !ID.test(name)
}
