import { readFile } from 'node:fs/promises'
// From Node's own module: fake timers replace the globals.
import { setTimeout } from 'node:timers/promises'
import { MisuseError } from '../errors.ts'
import { listeningPorts } from '../process/listening-ports.ts'
import { TargetError } from '../target/target.ts'
import type { CdpChannel } from './cdp-channel.ts'
import { evaluate } from './remote-value.ts'

/** The inspector of a process that runs already. */
export interface FoundInspector {
  readonly url: string
  /** Closes it again if it was opened here. */
  close(channel: CdpChannel): Promise<void>
}

const TRIES = 50
const PAUSE_MS = 100

/** Where Node's inspector listens unless it was told otherwise. */
const USUAL_PORT = 9229

/** Opens the inspector of a process by the signal that Node has for it. Rejects with `TargetError`. */
export async function findInspector(pid: number): Promise<FoundInspector> {
  await refuseUnlessNode(pid)
  const open = await inspectorOf(pid)
  if (open !== undefined) return { url: open, close: async () => {} }
  signalInspector(pid)
  for (let tries = 0; tries < TRIES; tries++) {
    await setTimeout(PAUSE_MS)
    const url = await inspectorOf(pid)
    if (url !== undefined) return { url, close: closeInspector }
  }
  throw new TargetError(
    `Process ${pid} did not open its inspector within ${TRIES * PAUSE_MS} ms. Port ${USUAL_PORT} may be taken: start it with --inspect-port=127.0.0.1:0, or with --inspect and give the address that it prints with attach.`,
  )
}

/** Of the signals that a process catches; SIGUSR1 is the tenth. */
const CATCHES_USR1 = 1n << 9n

/** To any other program, the signal would be the end. */
async function refuseUnlessNode(pid: number): Promise<void> {
  if (process.platform === 'win32') return
  if (process.platform !== 'linux') {
    throw new MisuseError(
      `pid works on Linux and Windows only: on ${process.platform}, start the process with --inspect and give the address that it prints with attach.`,
    )
  }
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => undefined)
  if (status === undefined) throw new TargetError(`There is no process ${pid} on this machine.`)
  const caught = BigInt(`0x${/^SigCgt:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`)
  if ((caught & CATCHES_USR1) !== 0n) return
  throw new TargetError(
    `Process ${pid} does not listen for SIGUSR1, which opens Node's inspector: it is no Node process, or it was started with --disable-sigusr1. Start it with --inspect and give the address that it prints with attach, or use processTarget({ pid: ${pid} }).`,
  )
}

function signalInspector(pid: number): void {
  // On Windows it is no signal but a thread that Node has for it.
  ;(process as unknown as { _debugProcess(pid: number): void })._debugProcess(pid)
}

async function inspectorOf(pid: number): Promise<string | undefined> {
  const ports = await listeningPorts(pid)
  for (const port of ports ?? [USUAL_PORT]) {
    const url = await inspectorAt(port)
    if (url !== undefined) return url
  }
  return undefined
}

/** A port that is another service's answers something else, or nothing. */
async function inspectorAt(port: number): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(1000)
    const answer = await fetch(`http://127.0.0.1:${port}/json/list`, { signal })
    const [found] = (await answer.json()) as { webSocketDebuggerUrl?: unknown }[]
    const url = found?.webSocketDebuggerUrl
    return typeof url === 'string' && url.startsWith('ws://127.0.0.1') ? url : undefined
  } catch {
    return undefined
  }
}

/** Once we have hung up: it waits for whoever is attached. */
async function closeInspector(channel: CdpChannel): Promise<void> {
  const expression = `globalThis.setTimeout(() => process.getBuiltinModule('node:inspector').close(), 200).unref(); 0`
  await evaluate(channel, expression).catch(() => {})
}
