import { TargetError } from '@plateau/core'
import { endOf, type HttpConnection, openConnection, type Work, workOf } from '@plateau/core/drive'
import { freePort, type Program, withLastWords } from '@plateau/core/process'
import type { Agent } from '../agent/agent.ts'
import { type AgentListener, listenForAgent } from '../agent/listen-for-agent.ts'
import { createTraceReader, type TraceReader } from '../read/trace-reader.ts'
import { chooseReader } from './choose-reader.ts'
import type { Instance } from './instance.ts'
import { type ProgramPlan, withFrequentCollections, withGodebug, withPort } from './program-plan.ts'
import { startGoProgram } from './start-go-program.ts'
import { connectAgent, untilAnswering } from './until-ready.ts'
import { readWhileRunning } from './while-running.ts'

export interface StartOptions {
  readonly signal: AbortSignal
  /** Every allocation is noted with its stack: slow, and only for explaining. */
  readonly isProfiled: boolean
  /** Milliseconds until it must have answered; unlimited but for the signal by default. */
  readonly readyMs?: number
}

/** Starts a program and waits until it can be worked. Whatever fails, what was started is ended. */
export async function startInstance(plan: ProgramPlan, start: StartOptions): Promise<Instance> {
  const listener = await listenForAgent()
  const closing: (() => unknown)[] = [() => listener.close()]
  const close = async (): Promise<void> => {
    for (const end of closing.splice(0).reverse()) await end()
  }
  try {
    return await startWith(plan, { ...start, listener, closing, close })
  } catch (error) {
    await close()
    throw error
  }
}

interface Starting extends StartOptions {
  readonly listener: AgentListener
  /** What ends the parts that were started, the latest last. */
  readonly closing: (() => unknown)[]
  readonly close: () => Promise<void>
}

async function startWith(plan: ProgramPlan, starting: Starting): Promise<Instance> {
  const { listener, closing, signal, isProfiled } = starting
  const port = plan.scenario === undefined ? await freePort() : 0
  const { command, args, cwd, env, stdin, name } = withPort(plan, port)
  const trace = createTraceReader()
  const traced = isTraced(plan) ? withFrequentCollections(withGodebug(env, 'gctrace=1')) : env
  const program = await startGoProgram({
    command,
    args,
    cwd,
    name: `Go program '${name}'`,
    env: {
      ...(isProfiled ? withGodebug(traced, 'memprofilerate=1') : traced),
      ...listener.env,
    },
    stdin: stdin === undefined ? 'ignore' : { text: stdin },
    onOutput: (chunk, stream) => {
      if (stream === 'stderr') trace.onOutput(chunk)
      plan.options.onOutput?.(chunk, stream)
    },
  })
  closing.push(() => program.stop())
  const place = { plan, program, listener, signal, port }
  if (plan.scenario !== undefined) return inProcess(place, plan.scenario, starting)
  return overHttp(place, trace, starting)
}

/** The live heap is read off its collections where nothing better is to be expected. */
function isTraced({ build, options: { driver = 'auto' } }: ProgramPlan): boolean {
  return driver === 'process' || (driver === 'auto' && build?.hasAgent !== true)
}

interface Place {
  readonly plan: ProgramPlan
  readonly program: Program
  readonly listener: AgentListener
  readonly signal: AbortSignal
  readonly port: number
}

async function inProcess(place: Place, scenario: string, starting: Starting): Promise<Instance> {
  const agent = await connectAgent(place, { scenario })
  starting.closing.push(() => agent.close())
  await agent.prime()
  return instanceOf(place, starting, {
    reader: agent,
    reading: 'agent',
    agent,
    pprof: undefined,
    run: (iterations, signal) => runScenario(agent, { ...place, scenario, iterations, signal }),
  })
}

async function runScenario(
  agent: Agent,
  running: Place & { readonly scenario: string; readonly iterations: number },
): Promise<number> {
  const { scenario, iterations, signal, program } = running
  try {
    return await agent.run(scenario, iterations, signal)
  } catch (error) {
    const end = await endOf(program, `while it ran ${scenario}`)
    if (end || !(error instanceof TargetError)) throw end ?? error
    if (program.outputTail() === '') throw error
    throw withLastWords(error.message, program, { cause: error })
  }
}

async function overHttp(place: Place, trace: TraceReader, starting: Starting): Promise<Instance> {
  const { plan, program } = place
  const connection = connectTo(`http://127.0.0.1:${place.port}`, starting)
  const control = connectTo(connection.url, starting)
  await untilAnswering({ ...place, readyMs: starting.readyMs }, connection)
  const agent = await agentOf(place)
  if (agent) starting.closing.push(() => agent.close())
  const chosen = await chooseReader({
    options: plan.options,
    name: plan.name,
    agent,
    control,
    connect: (url) => connectTo(url, starting),
    trace,
  })
  await agent?.prime()
  const run = workOf(plan.options, { name: plan.name, connection, program })
  return instanceOf(place, starting, { ...chosen, agent, run })
}

function connectTo(url: string, { closing }: Pick<Starting, 'closing'>): HttpConnection {
  const connection = openConnection(url)
  closing.push(() => connection.close())
  return connection
}

/** The agent that was built in must come; one that the program may import has come before it answers. */
async function agentOf(place: Place): Promise<Agent | undefined> {
  const { plan } = place
  const { driver = 'auto' } = plan.options
  if (driver !== 'auto' && driver !== 'agent') return undefined
  const isExpected = plan.build?.hasAgent === true || driver === 'agent'
  return connectAgent(place, { withinMs: isExpected ? AGENT_MS : IMPORTED_MS }).catch((error) => {
    if (isExpected) throw error
    return undefined
  })
}

/** It connects before main begins, so it is there when the program answers; a busy machine needs a moment. */
const AGENT_MS = 5000
const IMPORTED_MS = 20

function instanceOf(
  { program }: Place,
  { close }: Starting,
  rest: Omit<Instance, 'program' | 'processors' | 'close'> & { readonly run: Work },
): Instance {
  const reader = readWhileRunning(rest.reader, program)
  return { program, processors: rest.agent?.processors ?? 1, close, ...rest, reader }
}

/** Connects to a process that runs already. */
export async function joinInstance(plan: ProgramPlan, url: string): Promise<Instance> {
  const closing: (() => unknown)[] = []
  const connect = (to: string): HttpConnection => connectTo(to, { closing })
  const close = async (): Promise<void> => {
    for (const end of closing.splice(0)) await end()
  }
  try {
    const connection = connect(url)
    const control = connect(url)
    await control.send('/').catch((error: unknown) => {
      const said = error instanceof Error ? error.message : String(error)
      throw new TargetError(
        `Nothing answers at ${url} (${said}). Start the process first, and give the address at which its net/http/pprof listens.`,
      )
    })
    const { options, name } = plan
    const chosen = await chooseReader({
      options,
      name,
      agent: undefined,
      control,
      connect,
      trace: undefined,
    })
    const run = workOf(options, { name, connection, program: undefined })
    return {
      program: undefined,
      agent: undefined,
      processors: REMOTE_PROCESSORS,
      run,
      close,
      ...chosen,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** GOMAXPROCS of a process that runs elsewhere is not known: readings are trusted as little as with several. */
const REMOTE_PROCESSORS = 2
