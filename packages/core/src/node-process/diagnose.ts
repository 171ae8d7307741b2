import { readFile } from 'node:fs/promises'
// From Node's own module: fake timers replace the globals.
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { TargetEvent } from '../target/target.ts'
import { type CdpChannel, CdpTimeout } from './cdp-channel.ts'
import type { NodeProcess } from './node-processes.ts'
import { readHeap } from './read-memory.ts'

/** A working engine answers this within milliseconds, whatever JavaScript runs. */
const ANSWER_MS = 2000

/** Calls that a message shows; the innermost say enough. */
const SHOWN_CALLS = 5

/**
 * Why a process does not answer: its loop is blocked, it was stopped, or nobody knows. Undefined where it
 * answers again: it was slow, or this machine slept, after which timers fire before answers are read.
 */
export async function diagnose(
  process: NodeProcess,
  target: string,
): Promise<TargetEvent | undefined> {
  const label = process.label()
  const who = `${label.charAt(0).toUpperCase()}${label.slice(1)} of '${target}' (process ${process.pid})`
  if (await isStopped(process.pid)) {
    const message = `${who} is stopped by a signal: it goes on at SIGCONT, and cannot be read until then.`
    return { process: label, kind: 'stopped', message }
  }
  if (await turns(process.channel, ANSWER_MS)) return undefined
  try {
    await readHeap(process.channel, ANSWER_MS)
  } catch (error) {
    if (!(error instanceof CdpTimeout)) throw error
    const message = `${who} answers nothing, not even its inspector.`
    return { process: label, kind: 'hangs', message }
  }
  const calls = await callsNow(process)
  const where = calls.length === 0 ? '' : `: it is in ${calls.join(', called from ')}`
  return {
    process: label,
    kind: 'hangs',
    message: `The event loop of ${lower(who)} is blocked${where}.`,
  }
}

/** Whether the event loop turns within so many milliseconds. */
export async function turns(channel: CdpChannel, timeoutMs: number): Promise<boolean> {
  const expression = 'new Promise((resolve) => setImmediate(resolve))'
  try {
    await channel.send('Runtime.evaluate', { expression, awaitPromise: true }, timeoutMs)
    return true
  } catch (error) {
    if (error instanceof CdpTimeout) return false
    throw error
  }
}

function lower(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1)
}

/** By SIGSTOP, by a debugger of the system, or by Ctrl-Z. */
export async function isStopped(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return /^State:\s+[Tt]/m.test(status)
}

interface Paused {
  readonly callFrames: readonly {
    readonly functionName: string
    readonly location: { readonly scriptId: string; readonly lineNumber: number }
  }[]
}

/** Pauses JavaScript for a moment to read its stack; innermost first. */
async function callsNow({ channel }: NodeProcess): Promise<readonly string[]> {
  const urls = new Map<string, string>()
  const stops = [
    channel.on<{ scriptId: string; url: string }>('Debugger.scriptParsed', ({ scriptId, url }) =>
      urls.set(scriptId, url),
    ),
  ]
  const paused = new Promise<Paused>((resolve) => {
    stops.push(channel.on<Paused>('Debugger.paused', resolve))
  })
  try {
    await channel.send('Debugger.enable', {}, ANSWER_MS)
    await channel.send('Debugger.pause', {}, ANSWER_MS)
    const found = await Promise.race([paused, setTimeout(ANSWER_MS, undefined)])
    return describeCalls(found?.callFrames ?? [], urls)
  } catch {
    return []
  } finally {
    for (const stop of stops) stop()
    await channel.send('Debugger.disable', {}, ANSWER_MS).catch(ignore)
  }
}

/** What Node itself called says nothing, unless there is nothing else. */
function describeCalls(
  frames: Paused['callFrames'],
  urls: ReadonlyMap<string, string>,
): readonly string[] {
  const calls = frames.map(({ functionName, location }) => {
    const url = urls.get(location.scriptId) ?? ''
    const file = url.startsWith('file:') ? fileURLToPath(url) : url
    return { file, call: `${functionName || 'anonymous'} (${file}:${location.lineNumber + 1})` }
  })
  const users = calls.filter(({ file }) => file !== '' && !file.startsWith('node:'))
  return (users.length > 0 ? users : calls).slice(0, SHOWN_CALLS).map(({ call }) => call)
}

function ignore(): void {}
