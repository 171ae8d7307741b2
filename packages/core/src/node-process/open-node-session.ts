// From Node's own module: fake timers replace the globals.
import { setTimeout } from 'node:timers/promises'
import { type DrivenProgram, describeEnd } from '../drive/program-end.ts'
import { readyWithin, startService } from '../drive/start-service.ts'
import { describeExit } from '../process/describe-exit.ts'
import { withLastWords } from '../process/last-words.ts'
import { type TargetContext, TargetError, type TargetSession } from '../target/target.ts'
import { refuseWithoutWebSocket } from './connect-cdp.ts'
import { readOutput, withOwnWords } from './inspector-words.ts'
import { joinNodeProcess } from './join-node-process.ts'
import { type AgentListener, listenForAgents } from './listen-for-agents.ts'
import { followProcesses, type NodeProcesses } from './node-processes.ts'
import { createNodeSession } from './node-session.ts'
import type { NodeTargetOptions } from './node-target-options.ts'

/** Its agent comes before its first line runs; a busy machine needs a moment. */
const AGENT_MS = 10_000

/** Starts what the options name, or joins it where it runs. Whatever fails, what was started is ended. */
export async function openNodeSession(
  options: NodeTargetOptions,
  name: string,
  context: TargetContext,
): Promise<TargetSession> {
  refuseWithoutWebSocket()
  const { command } = options
  if (command === undefined) return joinNodeProcess(options, name, context)
  const processes = followProcesses(name)
  const listener = await listenForAgents((hello) => processes.add(hello))
  try {
    return await start({ ...options, command }, { name, context, processes, listener })
  } catch (error) {
    processes.close()
    await listener.close()
    throw error
  }
}

interface Opening {
  readonly name: string
  readonly context: TargetContext
  readonly processes: NodeProcesses
  readonly listener: AgentListener
}

async function start(
  options: NodeTargetOptions & { readonly command: readonly string[] },
  { name, context, processes, listener }: Opening,
): Promise<TargetSession> {
  const { signal, timeLimitMs } = context
  const output = readOutput(options.onOutput)
  const { program, connection } = await startService(options, {
    name: `Node program '${name}'`,
    signal,
    readyMs: readyWithin(timeLimitMs),
    onOutput: output.onOutput,
    environment: listener.environment,
    isOwnPort: processes.isInspector,
    wrap: (started) => withOwnWords(started, output),
  })
  async function close(): Promise<void> {
    connection.close()
    processes.close()
    // Before its agents see that we have gone, so that it may end as it likes.
    await program.stop()
    await listener.close()
  }
  try {
    await untilMeasurable(program, processes, signal)
  } catch (error) {
    await close()
    throw error
  }
  const ended = describeEnd(program)
  return createNodeSession({ options, name, context, processes, program, connection, ended, close })
}

async function untilMeasurable(
  program: DrivenProgram,
  processes: NodeProcesses,
  signal: AbortSignal,
): Promise<void> {
  const patience = new AbortController()
  const found = await Promise.race([
    processes.first,
    program.exited,
    setTimeout(AGENT_MS, undefined, { signal: AbortSignal.any([signal, patience.signal]) }),
  ]).finally(() => patience.abort())
  if (found === undefined) throw noAgent(program)
  if ('isOutOfMemory' in found) {
    throw withLastWords(
      `${program.name} ${describeExit(found)} before it could be measured.`,
      program,
    )
  }
  await processes.begin()
}

function noAgent({ name }: DrivenProgram): TargetError {
  return new TargetError(
    `${name} cannot be measured: no Node process of it has reported within ${AGENT_MS} ms. If it is no Node program, use processTarget() or goTarget(); if something between clears NODE_OPTIONS, start node itself.`,
  )
}
