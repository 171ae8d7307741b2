import { MisuseError } from '../errors.ts'
import { withLastWords } from '../process/last-words.ts'
import { TargetError } from '../target/target.ts'
import { reasonOf } from './failure-reason.ts'
import type { HttpConnection } from './http-connection.ts'
import { listensElsewhere } from './listens-elsewhere.ts'
import { type DrivenProgram, endOf } from './program-end.ts'
import { refusedRequest, withoutQuery } from './refused-request.ts'
import type { Driving, Service, ServiceRequest } from './service.ts'

/** Runs so many iterations of what the options say one is; resolves to how many were completed. */
export type Work = (iterations: number, signal: AbortSignal) => Promise<number>

/** The service that is driven. */
export interface Workplace {
  /** In messages. */
  readonly name: string
  readonly connection: HttpConnection
  /** Undefined where it was not started here. */
  readonly program: DrivenProgram | undefined
  /** Ports that it listens on for Plateau's sake. */
  readonly isOwnPort?: (port: number) => boolean
}

/**
 * Work that comes from outside the program: requests, the user's function, or the user's load. Rejects
 * with `TargetError`, which tells of the program's end where that is why.
 */
export function workOf({ request, drive, load }: Driving, place: Workplace): Work {
  const { connection, name, program } = place
  let completed = 0
  const service = (signal: AbortSignal): Service => ({
    url: connection.url,
    signal,
    ...(program?.stdio && { stdio: program.stdio }),
    send: (asked) => sendOne(connection, asked, signal),
  })

  async function failing(act: () => unknown, signal: AbortSignal): Promise<void> {
    try {
      await act()
    } catch (error) {
      signal.throwIfAborted()
      // A load tells by itself which of its iterations failed.
      const isLoads = load !== undefined && error instanceof TargetError
      const what = isLoads ? '' : `Iteration ${completed + 1} of '${name}' failed: `
      throw await failure(error, place, { what, during: `in iteration ${completed + 1}` })
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

  async function atOnce(iterations: number, signal: AbortSignal): Promise<number> {
    await failing(() => load?.(iterations, service(signal)), signal)
    completed += iterations
    return iterations
  }

  if (load !== undefined) return atOnce
  if (drive !== undefined || request !== undefined) return each
  return () => Promise.reject(nothingToDo(name))
}

function nothingToDo(name: string): MisuseError {
  return new MisuseError(
    `Target '${name}' has nothing to do: say what one iteration is with request, drive or load.`,
  )
}

async function sendOne(
  connection: HttpConnection,
  asked: string | ServiceRequest,
  signal: AbortSignal,
): Promise<string> {
  const { path, status: meant } =
    typeof asked === 'string' ? { path: asked, status: undefined } : asked
  const { status, body } = await connection.send(asked, signal).catch((error: Error) => {
    const sentence = `${withoutQuery(path)} was not answered, ${error.message}`
    throw new TargetError(sentence, { cause: error })
  })
  const isMeant = meant === undefined ? status < 400 : status === meant
  if (isMeant) return body.toString('utf8')
  throw refusedRequest({ path, status, body, meant })
}

async function failure(
  error: unknown,
  { program, connection, isOwnPort: isOwn }: Workplace,
  { what, during }: { readonly what: string; readonly during: string },
): Promise<TargetError> {
  const end = await endOf(program, during)
  if (end) return end
  const { reason, output } = reasonOf(error)
  const isLost = isConnectionLost(error) && program !== undefined
  const { url } = connection
  const elsewhere = isLost ? await listensElsewhere({ pid: program.pid, url, isOwn }) : ''
  const sentence = `${what}${ended(reason)}${elsewhere}`
  const cause = { cause: error }
  if (isLost) return withLastWords(sentence, program, cause)
  return new TargetError(sentence, { ...cause, ...(output !== undefined && { output }) })
}

/** A load tells whole sentences. */
function ended(reason: string): string {
  return reason.endsWith('.') ? reason : `${reason}.`
}

function isConnectionLost(error: unknown): boolean {
  const { code = '', cause } = error as { code?: string; cause?: unknown }
  if (code === 'PLATEAU_TARGET' && cause !== undefined) return isConnectionLost(cause)
  return ['ECONNRESET', 'ECONNREFUSED', 'EPIPE'].includes(code)
}
