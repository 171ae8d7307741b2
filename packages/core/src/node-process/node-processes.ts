import type { TargetEvent } from '../target/target.ts'
import { createArrivals } from './arrivals.ts'
import { type CdpChannel, CdpTimeout } from './cdp-channel.ts'
import { type Collector, collectByTurn, collectThread } from './collector.ts'
import type { Hello } from './listen-for-agents.ts'
import { createProcessNames } from './process-names.ts'
import { evaluate } from './remote-value.ts'
import { readHeapLimit, takeUpProcess } from './take-up-process.ts'
import { followWorkers } from './worker-channels.ts'

/** A process, or a thread of one, whose memory is read for itself. */
export interface NodeProcess {
  /** `main`, `worker 2`, `child 1`, `thread 1 of main`. */
  label(): string
  readonly pid: number
  readonly isThread: boolean
  readonly channel: CdpChannel
  readonly collector: Collector
  /** Bytes at which its engine gives up. */
  heapLimitBytes(): Promise<number | undefined>
}

/** The processes and threads of one target, as they come and go. */
export interface NodeProcesses {
  /** Takes up a process; `settled` waits for it. */
  add(hello: Pick<Hello, 'pid' | 'url' | 'workerId'>): void
  settled(): Promise<void>
  /** Those that run, the first of them `main`. */
  running(): readonly NodeProcess[]
  isKnown(pid: number): boolean
  /** Whether an inspector of theirs listens there. */
  isInspector(port: number): boolean
  /** Settles with the first one. */
  readonly first: Promise<NodeProcess>
  /** Says which is `main`, where several were started, and tells of who comes and goes from now on. */
  begin(): Promise<void>
  note(event: TargetEvent): void
  /** What was noted since this was asked last. */
  events(): readonly TargetEvent[]
  close(): void
}

interface Listed extends NodeProcess {
  readonly isWorker: boolean
  name: string
}

export function followProcesses(target: string): NodeProcesses {
  const list = createList(target)
  const pids = new Set<number>()
  const ports = new Set<number>()
  const arrivals = createArrivals()
  const nameFor = createProcessNames()
  return {
    first: list.first,
    settled: arrivals.settled,
    add({ pid, url, workerId }) {
      pids.add(pid)
      ports.add(Number(new URL(url).port))
      const isWorker = workerId !== undefined
      const name = nameFor(workerId)
      arrivals.track(takeUp({ pid, url, isWorker, name }, list))
    },
    running: () => {
      const { listed } = list
      return [...listed.filter(isMain), ...listed.filter((process) => !isMain(process))]
    },
    isKnown: (pid) => pids.has(pid),
    isInspector: (port) => ports.has(port),
    async begin() {
      await arrivals.settled()
      const server = await findServer(list.listed)
      const main = list.listed.find(isMain)
      if (server && main && server !== main) [server.name, main.name] = [main.name, server.name]
      list.begin()
    },
    note: list.note,
    events: list.events,
    close: list.close,
  }
}

function isMain({ name }: Listed): boolean {
  return name === 'main'
}

interface ProcessList {
  readonly listed: readonly Listed[]
  readonly first: Promise<NodeProcess>
  add(process: Listed): void
  begin(): void
  note(event: TargetEvent): void
  events(): readonly TargetEvent[]
  close(): void
}

function createList(target: string): ProcessList {
  const listed: Listed[] = []
  let noted: TargetEvent[] = []
  let isMeasuring = false
  let settleFirst: (process: NodeProcess) => void = () => {}
  const first = new Promise<NodeProcess>((resolve) => {
    settleFirst = resolve
  })

  function note(event: TargetEvent): void {
    if (isMeasuring) noted.push(event)
  }

  function noteOf(process: Listed, kind: 'came' | 'ended'): void {
    const label = process.label()
    const what = process.isThread ? 'thread' : `process ${process.pid}`
    const verb = kind === 'came' ? 'came' : 'has ended'
    note({ process: label, kind, message: `${capital(label)} of '${target}' ${verb} (${what}).` })
  }

  return {
    listed,
    first,
    note,
    add(process) {
      listed.push(process)
      noteOf(process, 'came')
      settleFirst(process)
      void process.channel.closed.then(() => {
        listed.splice(listed.indexOf(process), 1)
        noteOf(process, 'ended')
      })
    },
    begin() {
      isMeasuring = true
    },
    events() {
      const told = noted
      noted = []
      return told
    },
    close() {
      isMeasuring = false
      for (const { channel } of listed.filter(({ isThread }) => !isThread)) channel.close()
    },
  }
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

async function takeUp(
  arrival: Pick<Listed, 'pid' | 'isWorker' | 'name'> & Pick<Hello, 'url'>,
  list: ProcessList,
): Promise<void> {
  const { pid, url, isWorker, name } = arrival
  const channel = await takeUpProcess(url)
  const limit = await limitIfAnswered(channel)
  const process: Listed = {
    label: () => process.name,
    name,
    pid,
    isThread: false,
    isWorker,
    channel,
    collector: collectByTurn(channel),
    heapLimitBytes: () => Promise.resolve(limit),
  }
  list.add(process)
  await followWorkers(channel, ({ threadId, channel: ofThread }) =>
    takeUpThread(process, { threadId, channel: ofThread }, list),
  )
}

function takeUpThread(
  parent: Listed,
  { threadId, channel }: { readonly threadId: string; readonly channel: CdpChannel },
  list: ProcessList,
): void {
  const label = (): string => `thread ${threadId} of ${parent.name}`
  const { pid } = parent
  const collector = collectThread(channel)
  const what = { pid, isThread: true, isWorker: false }
  list.add({ label, name: '', ...what, channel, collector, heapLimitBytes: laterLimit(channel) })
}

/** Asked once and only where it is wanted: most threads of a program that starts one a request never are. */
function laterLimit(channel: CdpChannel): NodeProcess['heapLimitBytes'] {
  let asked: Promise<number | undefined> | undefined
  return () => {
    asked ??= limitIfAnswered(channel)
    return asked
  }
}

/** What does not answer is there all the same: it is for its reading to tell that it cannot be read. */
async function limitIfAnswered(channel: CdpChannel): Promise<number | undefined> {
  try {
    return await readHeapLimit(channel)
  } catch (error) {
    if (error instanceof CdpTimeout) return undefined
    throw error
  }
}

/** Of the program and what merely started it, such as `tsx`: the one that listens. */
async function findServer(listed: readonly Listed[]): Promise<Listed | undefined> {
  const candidates = listed.filter(({ isThread, isWorker }) => !isThread && !isWorker)
  if (candidates.length < 2) return candidates[0]
  for (const process of candidates) {
    if (await listens(process)) return process
  }
  return undefined
}

async function listens({ channel }: Listed): Promise<boolean> {
  try {
    const kinds = await evaluate<readonly string[]>(channel, 'process.getActiveResourcesInfo()')
    return kinds.includes('TCPServerWrap')
  } catch {
    return false
  }
}
