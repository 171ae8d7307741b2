import { TargetError } from '@plateau/core'
import type { HttpConnection } from '@plateau/core/drive'
import type { Agent } from '../agent/agent.ts'
import type { MemoryReader } from '../memory-reader.ts'
import type { GoTargetOptions } from '../options/go-options.ts'
import { memoryOfExpvar, parseMemStats } from '../profile/mem-stats.ts'
import { createExpvarReader, EXPVAR_PATH } from '../read/expvar-reader.ts'
import { type PprofClient, pprofAt } from '../read/pprof-client.ts'
import { createPprofReader } from '../read/pprof-reader.ts'
import type { TraceReader } from '../read/trace-reader.ts'
import type { Reading } from './go-probes.ts'

interface Choice {
  readonly options: GoTargetOptions
  readonly name: string
  readonly agent: Agent | undefined
  readonly control: HttpConnection
  readonly connect: (url: string) => HttpConnection
  /** Undefined for a process that was not started here. */
  readonly trace: TraceReader | undefined
}

interface Chosen {
  readonly reader: MemoryReader
  readonly reading: Reading
  readonly pprof: PprofClient | undefined
}

/**
 * The best that the program offers: its agent, pprof, expvar, and at last the trace of its collections.
 * Rejects with `TargetError` where what was asked for is not there.
 */
export async function chooseReader(choice: Choice): Promise<Chosen> {
  const { options, agent, control, trace, name } = choice
  const { driver = 'auto' } = options
  const pprof = driver === 'expvar' || driver === 'process' ? undefined : await findPprof(choice)
  if (agent) return { reader: agent, reading: 'agent', pprof }
  if (pprof) return { reader: createPprofReader(pprof), reading: 'pprof', pprof }
  if (driver === 'pprof') throw withoutPprof(choice)
  if (driver !== 'process' && (await hasExpvar(control))) {
    return { reader: createExpvarReader(control), reading: 'expvar', pprof }
  }
  if (driver === 'expvar') {
    throw new TargetError(
      `Go program '${name}' serves no memstats at ${control.url}${EXPVAR_PATH}: add import _ "expvar" where it serves http.DefaultServeMux.`,
    )
  }
  if (trace === undefined) throw withoutPprof(choice)
  return { reader: trace, reading: 'trace', pprof }
}

const PPROF_PATH = '/debug/pprof'

async function findPprof({ options, control, connect }: Choice): Promise<PprofClient | undefined> {
  const { pprof: at = PPROF_PATH } = options
  const isAddress = /^https?:/.test(at)
  const client = isAddress
    ? pprofAt(connect(new URL(at).origin), new URL(at).pathname)
    : pprofAt(control, at)
  const page = await client.page('heap?debug=1').catch(() => undefined)
  const isPprof = page !== undefined && parseMemStats(page.toString('utf8')) !== undefined
  return isPprof ? client : undefined
}

async function hasExpvar(control: HttpConnection): Promise<boolean> {
  const answer = await control.send(EXPVAR_PATH).catch(() => undefined)
  return answer?.status === 200 && memoryOfExpvar(answer.body.toString('utf8')) !== undefined
}

function withoutPprof({ name, options, control }: Choice): TargetError {
  const { pprof: at = PPROF_PATH } = options
  const tried = /^https?:/.test(at) ? at : `${control.url}${at}`
  return new TargetError(
    `Go program '${name}' serves no net/http/pprof at ${tried}. Add import _ "net/http/pprof" where it serves http.DefaultServeMux, or register pprof.Index on its own mux; where it is at another port or path, say so with pprof: 'http://127.0.0.1:6060/debug/pprof'. A program that is built from pkg needs none of it.`,
  )
}
