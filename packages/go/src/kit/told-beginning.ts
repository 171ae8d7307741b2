/**
 * What was given in the place of a name and its value, as far as it is surely no secret: `'Bearer …'`, of what looks like
 * a name; `'…'` of anything else.
 */
export function toldBeginning(given: string): string {
  const [, word = '', rest = ''] =
    /^([A-Za-z][A-Za-z_-]{0,24}(?=$|[\s:=]))?(.*)$/s.exec(given) ?? []
  return `'${word}${rest === '' ? '' : `${word === '' ? '' : ' '}…`}'`
}
