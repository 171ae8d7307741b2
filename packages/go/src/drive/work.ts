import { TargetError } from '@plateau/core'
import type { Program } from '@plateau/core/process'
import type { GoRequest, GoService, GoTargetOptions } from '../options/go-options.ts'
import { lastWords } from '../read/last-words.ts'
import { endOf } from '../session/while-running.ts'
import type { HttpConnection } from './http-service.ts'

/** Runs so many iterations of what the options say one is. */
export type Work = (iterations: number, signal: AbortSignal) => Promise<number>

/** Work that comes from outside the program: requests, the user's function, or the user's load. */
export function workOf(
  options: GoTargetOptions,
  place: {
    readonly name: string
    readonly connection: HttpConnection
    readonly program: Program | undefined
  },
): Work {
  const { request, drive, load } = options
  const { connection, name, program } = place
  let completed = 0
  const service = (signal: AbortSignal): GoService => ({
    url: connection.url,
    signal,
    send: (asked) => sendOne(connection, asked, signal),
  })

  async function failing(work: () => unknown, signal: AbortSignal): Promise<void> {
    try {
      await work()
    } catch (error) {
      signal.throwIfAborted()
      throw await failure(error, { name, program, iteration: completed + 1 })
    }
  }

  async function each(iterations: number, signal: AbortSignal): Promise<number> {
    const asked = request === undefined ? [] : [request].flat()
    for (let done = 0; done < iterations; done++) {
      if (signal.aborted) return done
      if (drive) await failing(() => drive(service(signal)), signal)
      for (const one of asked) await failing(() => sendOne(connection, one, signal), signal)
      completed++
    }
    return iterations
  }

  if (load === undefined) return each
  return async (iterations, signal) => {
    await failing(() => load(iterations, service(signal)), signal)
    completed += iterations
    return iterations
  }
}

async function sendOne(
  connection: HttpConnection,
  asked: string | GoRequest,
  signal: AbortSignal,
): Promise<string> {
  const { path, status: meant } =
    typeof asked === 'string' ? { path: asked, status: undefined } : asked
  const { status, body } = await connection.send(asked, signal).catch((error: Error) => {
    error.message = `${path} was not answered, ${error.message}`
    throw error
  })
  const isMeant = meant === undefined ? status < 400 : status === meant
  if (isMeant) return body.toString('utf8')
  const said = body.toString('utf8', 0, SHOWN_BYTES).trim()
  const wanted = meant === undefined ? 'a status below 400' : String(meant)
  throw new TargetError(`${path} answered ${status} instead of ${wanted}: ${said}`)
}

const SHOWN_BYTES = 300

async function failure(
  error: unknown,
  at: { readonly name: string; readonly program: Program | undefined; readonly iteration: number },
): Promise<TargetError> {
  const { name, program, iteration } = at
  const end = await endOf(program, { name, during: `in iteration ${iteration}` })
  if (end) return end
  const said = error instanceof Error ? error.message : String(error)
  const tail = isConnectionLost(error) && program ? `. ${lastWords(program)}` : ''
  return new TargetError(`Iteration ${iteration} of '${name}' failed: ${said}${tail}`, {
    cause: error,
  })
}

function isConnectionLost(error: unknown): boolean {
  return ['ECONNRESET', 'ECONNREFUSED', 'EPIPE'].includes((error as { code?: string }).code ?? '')
}
