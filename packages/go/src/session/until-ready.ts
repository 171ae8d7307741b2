import { MisuseError, TargetError } from '@plateau/core'
import type { HttpConnection } from '@plateau/core/drive'
import { describeExit, type Program, waitUntil, withLastWords } from '@plateau/core/process'
import type { Agent } from '../agent/agent.ts'
import type { AgentListener } from '../agent/listen-for-agent.ts'
import { patience, pause } from '../read/pause.ts'
import type { ProgramPlan } from './program-plan.ts'

interface Place {
  readonly plan: ProgramPlan
  readonly program: Program
  readonly listener: AgentListener
  readonly signal: AbortSignal
  readonly port: number
}

/**
 * Waits until the service answers anything. Rejects with `TargetError` when it exits before it does, and
 * when it has not answered within `readyMs`.
 */
export async function untilAnswering(
  { plan, program, signal, port, readyMs }: Place & { readonly readyMs: number | undefined },
  connection: HttpConnection,
): Promise<void> {
  const { ready = '/', port: variable = 'PORT' } = plan.options
  const limited =
    readyMs === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(readyMs)])
  let lost = ''
  await waitUntil(
    async () => {
      if (limited.aborted && readyMs !== undefined) {
        throw withLastWords(
          `Go program '${plan.name}' had not answered at ${connection.url}${ready} after ${readyMs} ms, half of the check's time (${lost}). It was given ${variable}=${port}: if it takes the port from another variable, name that with port: 'HTTP_PORT'; if from a flag, pass args: ['-port', '{port}']; if it just starts slowly, raise the test's timeout or timeLimitMs.`,
          program,
        )
      }
      const askedMs = performance.now()
      try {
        await connection.send(ready, limited)
        return true
      } catch (error) {
        if (!limited.aborted) lost = error instanceof Error ? error.message : String(error)
        else if (performance.now() - askedMs > ANSWER_MS) {
          lost = 'it takes connections, but no answer came'
        }
        return false
      }
    },
    {
      program,
      signal,
      what: `its first answer at ${connection.url}${ready} (it was given ${variable}=${port}; what else it needs is passed by args, env and stdin)`,
    },
  )
}

/** A request that was waited for so long before the time was over had been accepted. */
const ANSWER_MS = 200

/**
 * The agent in the program, and the scenario it must have registered. Rejects with `TargetError` when
 * the program ends, or does not connect in time, before that.
 */
export async function connectAgent(
  place: Place,
  wanted: { readonly scenario?: string; readonly withinMs?: number },
): Promise<Agent> {
  const { listener, program, signal, plan } = place
  const waiting = [listener.connected(signal), exitOf(program, plan.name)]
  const { withinMs, scenario } = wanted
  const agent = await Promise.race(
    withinMs === undefined ? waiting : [...waiting, tooLate(withinMs, plan.name)],
  )
  if (scenario !== undefined) await untilRegistered(agent, scenario, place)
  return agent
}

async function exitOf(program: Program, name: string): Promise<never> {
  const exit = await program.exited
  throw withLastWords(
    `Go program '${name}' ${describeExit(exit)} before it could be measured. What it needs is passed by args, env and stdin.`,
    program,
  )
}

async function tooLate(withinMs: number, name: string): Promise<never> {
  await patience(withinMs)
  throw new TargetError(
    `The agent in Go program '${name}' did not connect. Build it from pkg, or import plateau.test/agent in its main package; driver: 'pprof' does without an agent.`,
  )
}

/** A main may register its scenarios after the agent has connected. */
const REGISTERED_TRIES = 100
const REGISTERED_PAUSE_MS = 20

async function untilRegistered(agent: Agent, scenario: string, place: Place): Promise<void> {
  const { program, plan, signal } = place
  let known: readonly string[] = []
  for (let tries = 0; tries < REGISTERED_TRIES; tries++) {
    signal.throwIfAborted()
    known = await Promise.race([agent.scenarios(), exitOf(program, plan.name)])
    if (known.includes(scenario)) return
    await pause(REGISTERED_PAUSE_MS)
  }
  const found =
    known.length > 0 ? `it has registered ${known.join(', ')}` : 'it has registered none'
  throw new MisuseError(
    `Go program '${plan.name}' has no scenario '${scenario}': ${found}. Register it before main blocks, with plateau.test/agent: agent.Scenario("${scenario}", iterate).`,
  )
}
