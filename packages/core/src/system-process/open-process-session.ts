import { type HttpConnection, openConnection } from '../drive/http-connection.ts'
import { type DrivenProgram, describeEnd } from '../drive/program-end.ts'
import { readyWithin, startService } from '../drive/start-service.ts'
import { workOf } from '../drive/work.ts'
import { readProcessCounts, unmeasuredCounts } from '../process/process-counts.ts'
import {
  type ProbeSpec,
  type ProcessSample,
  type Sample,
  type TargetContext,
  TargetError,
  type TargetSession,
  type Unmeasured,
} from '../target/target.ts'
import { readMemoryLimit } from './memory-limit.ts'
import { PROCESS_PROBES } from './process-probes.ts'
import type { ProcessTargetOptions } from './process-target.ts'

/** Starts a program, or takes one that runs, and reads of it what the system tells. */
export async function openProcessSession(
  options: ProcessTargetOptions,
  name: string,
  { signal, timeLimitMs }: TargetContext,
): Promise<TargetSession> {
  const { command, pid, url = 'http://127.0.0.1' } = options
  if (command === undefined) {
    const place = { name, pid: pid ?? 0, connection: openConnection(url), program: undefined }
    return sessionOf(options, place)
  }
  const { program, connection } = await startService(
    { ...options, command },
    {
      name: `Program '${name}'`,
      signal,
      readyMs: readyWithin(timeLimitMs),
      onOutput: options.onOutput,
    },
  )
  return sessionOf(options, { name, pid: program.pid, connection, program })
}

interface Place {
  readonly name: string
  readonly pid: number
  readonly connection: HttpConnection
  readonly program: DrivenProgram | undefined
}

async function sessionOf(options: ProcessTargetOptions, place: Place): Promise<TargetSession> {
  const { pid, connection, program } = place
  async function close(): Promise<void> {
    connection.close()
    await program?.stop()
  }
  try {
    const probes = probesIn((await readingsOf(place)).readings)
    const limitBytes = options.limit ?? (await readMemoryLimit(pid))
    const limit = limitBytes === undefined ? {} : { limitBytes }
    return {
      probes,
      unmeasured: [UNCOLLECTED, ...unmeasuredCounts()].map(unread),
      run: workOf(options, place),
      sample: async () => (await readingsOf(place)).readings,
      async sampleAll() {
        return [{ process: 'main', pid, probes, ...(await readingsOf(place)), ...limit }]
      },
      ...(program && { ended: describeEnd(program) }),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

const UNCOLLECTED =
  'Only what the system tells of the process is read: no collection can be forced, so its memory proves nothing by itself.'

function unread(message: string): Unmeasured {
  return { kind: 'readings', message }
}

function probesIn(readings: Sample): readonly ProbeSpec[] {
  return PROCESS_PROBES.filter(({ name }) => readings[name] !== undefined)
}

async function readingsOf({
  name,
  pid,
  program,
}: Place): Promise<Pick<ProcessSample, 'readings' | 'peakBytes'>> {
  const { fds, threads, rssBytes, peakBytes } = await readProcessCounts(pid)
  if (rssBytes === undefined) {
    if (program?.exit()) throw await describeEnd(program)
    const named = name === `process ${pid}` ? `Process ${pid}` : `'${name}' (process ${pid})`
    throw new TargetError(`${named} cannot be read: there is no such process, or it has ended.`)
  }
  const readings = {
    rss: rssBytes,
    ...(fds !== undefined && { fds }),
    ...(threads !== undefined && { threads }),
  }
  return { readings, ...(peakBytes !== undefined && { peakBytes }) }
}
