import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { METHODS } from 'node:http'
import { resolve } from 'node:path'
import { MisuseError } from '@plateau/core'
import type { ServiceRequest } from '@plateau/core/drive'
import { toldBeginning } from '@plateau/go/kit'

/**
 * `/`, `DELETE /orders/1`, `POST /orders {"id":1}`, `POST /orders @order.json` or an object. Throws
 * `MisuseError` for anything else.
 */
export function requestsOf(
  given: string | ServiceRequest | readonly (string | ServiceRequest)[],
  cwd: string,
  option = 'request',
): readonly ServiceRequest[] {
  return [given].flat().map((one) => requestOf(one, cwd, option))
}

function requestOf(given: string | ServiceRequest, cwd: string, option: string): ServiceRequest {
  if (typeof given === 'object' && given?.path?.startsWith('/')) return given
  const [, method, path, body] = /^(?:([A-Z]+) )?(\/\S*)(?: (.+))?$/s.exec(String(given)) ?? []
  if (path === undefined) {
    const received =
      typeof given === 'string' ? toldBeginning(given) : 'an object without such a path'
    throw new MisuseError(
      `${option} must be a path such as /orders/1, or 'POST /orders {"id":1}', received ${received}.`,
    )
  }
  if (method !== undefined && !METHODS.includes(method)) {
    throw new MisuseError(
      `${option}: '${method} ${path.split('?')[0]}' has no method of HTTP. Known are GET, POST, PUT, PATCH, DELETE and the like.`,
    )
  }
  return {
    path,
    ...(method !== undefined && { method }),
    ...(body !== undefined && { body: textOf(body, option, cwd) }),
  }
}

/** `@file` is the text of that file, as curl has it. Throws `MisuseError`, naming the option. */
export function textOf(given: string, option: string, cwd: string): string {
  if (!given.startsWith('@')) return given
  const file = given.slice(1)
  const path = resolve(cwd, file)
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    throw new MisuseError(
      `${option} takes its body from '${file}', which cannot be read (${(error as NodeJS.ErrnoException).code}): it was looked for at ${path}.`,
    )
  }
  if (isUtf8(bytes)) return bytes.toString('utf8')
  throw new MisuseError(
    `${option} takes its body from '${file}', which is no text: send such a body from iteration in the configuration.`,
  )
}
