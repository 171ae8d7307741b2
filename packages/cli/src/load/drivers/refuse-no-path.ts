import { MisuseError } from '@plateau/core'

/** Throws `MisuseError`, naming the option, its value and the fix. */
export function refuseNoPath(
  option: string,
  path: unknown,
  example: string,
): asserts path is string {
  if (typeof path === 'string' && /^\/\S*$/.test(path)) return
  throw new MisuseError(
    `${option} must be a path such as ${example}, received '${String(path)}': the address is that of the target, or target.url (--url).`,
  )
}
