import { freePort } from '../process/free-port.ts'
import { withLastWords } from '../process/last-words.ts'
import { type Program, type ProgramStart, startProgram } from '../process/start-program.ts'
import { waitUntil } from '../process/wait-until.ts'
import { TargetError } from '../target/target.ts'
import { type HttpConnection, openConnection } from './http-connection.ts'
import { listensElsewhere } from './listens-elsewhere.ts'
import type { DrivenProgram } from './program-end.ts'
import type { RunOptions } from './program-options.ts'
import { cutLines } from './program-stdio.ts'

/** How a program is started, driven and known to be ready. */
export interface ServiceOptions extends RunOptions {
  readonly command: readonly string[]
}

/** What else starting one takes. */
export interface ServiceStart {
  /** In messages: "Node program 'server.js'". */
  readonly name: string
  readonly signal: AbortSignal
  /** Milliseconds until it must have answered. */
  readonly readyMs: number
  readonly onOutput?: ProgramStart['onOutput']
  /** The environment that the program gets instead of this. */
  readonly environment?: (env: NodeJS.ProcessEnv) => NodeJS.ProcessEnv
  /** The program whose words are told, instead of this. */
  readonly wrap?: (program: Program) => DrivenProgram
  /** Ports that the program listens on for Plateau's sake. */
  readonly isOwnPort?: (port: number) => boolean
}

/** A program that runs and answers. */
export interface StartedService {
  readonly program: DrivenProgram
  readonly connection: HttpConnection
}

/** The rest is needed to judge what has started. */
const READY_SHARE = 0.5

/** A soak of hours shall not wait for hours: what takes longer to start than this does not start. */
const MOST_READY_MS = 120_000

/** Milliseconds a service may take to answer, of a check or soak of so many. */
export function readyWithin(timeLimitMs: number): number {
  return Math.min(READY_SHARE * timeLimitMs, MOST_READY_MS)
}

/** Starts a program and waits until it answers, if anything is asked of it. Whatever fails, it is ended. */
export async function startService(
  options: ServiceOptions,
  start: ServiceStart,
): Promise<StartedService> {
  const port = await freePort()
  const program = await startWith(options, start, port)
  const connection = openConnection(options.url ?? `http://127.0.0.1:${port}`)
  const answers: Answers = { lost: undefined }
  try {
    const path = readyPath(options)
    if (path !== undefined) {
      await untilAnswering({ options, start, program, connection, port, path, answers })
    }
    return { program, connection }
  } catch (error) {
    const { url } = connection
    const elsewhere = program.exit()
      ? ''
      : await listensElsewhere({ pid: program.pid, url, isOwn: start.isOwnPort })
    connection.close()
    await program.stop()
    // Whoever set the signal knows neither.
    const asked = error === start.signal.reason ? askedInVain(url, answers) : ''
    const more = `${asked}${elsewhere}`
    throw more === '' ? error : withSentence(error, more)
  }
}

/** What became of the last question. */
interface Answers {
  lost: string | undefined
}

function askedInVain(url: string, { lost }: Answers): string {
  return lost === undefined ? '' : ` The last time it was asked at ${url}: ${lost}.`
}

/** Where it listens explains why it did not answer, whoever lost patience. */
function withSentence(error: unknown, sentence: string): unknown {
  if (!(error instanceof TargetError)) return error
  const { message, output } = error
  return new TargetError(`${message}${sentence}`, {
    cause: error,
    ...(output !== undefined && { output }),
  })
}

async function startWith(
  { command, cwd, env = {}, port: variable = 'PORT', stdio }: ServiceOptions,
  { name, onOutput, environment = same, wrap = same }: ServiceStart,
  port: number,
): Promise<DrivenProgram> {
  const put = (text: string): string => text.replaceAll('{port}', String(port))
  const [file = '', ...args] = command.map(put)
  const given = Object.entries(env).map(([key, text]) => [key, put(text)])
  const lines = stdio ? cutLines() : undefined
  const program = await startProgram({
    command: file,
    args,
    name,
    env: environment({
      ...process.env,
      [variable]: String(port),
      ...Object.fromEntries(given),
    }),
    ...(cwd !== undefined && { cwd }),
    ...(lines && { stdin: 'pipe' }),
    onOutput(chunk, stream) {
      if (stream === 'stdout') lines?.add(chunk)
      onOutput?.(chunk, stream)
    },
  })
  return { ...wrap(program), ...(lines && { stdio: lines.of(program) }) }
}

function same<Given>(given: Given): Given {
  return given
}

/** Undefined where nothing tells that it is an HTTP service. */
function readyPath({ ready, request, drive, load, stdio }: ServiceOptions): string | undefined {
  if (ready === false || (stdio && ready === undefined)) return undefined
  const isDriven = request !== undefined || drive !== undefined || load !== undefined
  return ready ?? (isDriven ? '/' : undefined)
}

interface Answering extends StartedService {
  readonly options: ServiceOptions
  readonly start: ServiceStart
  readonly port: number
  readonly path: string
  readonly answers: Answers
}

async function untilAnswering(place: Answering): Promise<void> {
  const { options, start, program, connection, port, path, answers } = place
  const { signal, readyMs } = start
  const patience = AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(readyMs))])
  const given = `${options.port ?? 'PORT'}=${port}`
  await waitUntil(
    async () => {
      if (patience.aborted) throw notAnswering(place, given)
      try {
        await connection.send(path, patience)
        return true
      } catch (error) {
        if (!patience.aborted) answers.lost = error instanceof Error ? error.message : String(error)
        return false
      }
    },
    {
      program,
      signal,
      what: `its first answer at ${connection.url}${path} (it was given ${given})`,
    },
  )
}

function notAnswering(
  { start, program, connection, path, answers }: Answering,
  given: string,
): TargetError {
  return withLastWords(
    `${start.name} had not answered at ${connection.url}${path} after ${Math.round(start.readyMs)} ms (${answers.lost ?? 'it accepts connections'}). It was given ${given}: if it takes the port from another variable, name that with port: 'HTTP_PORT'; if from an argument, write {port} there; if it listens where it likes, give url; if it answers to nothing, ready: false; if it just starts slowly, raise timeLimitMs.`,
    program,
  )
}
