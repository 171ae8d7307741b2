import { readFile } from 'node:fs/promises'
// From Node's own module: fake timers replace the globals.
import { setTimeout } from 'node:timers/promises'
import type { TargetEvent } from '../target/target.ts'
import { CdpTimeout } from './cdp-channel.ts'
import type { NodeProcess } from './node-processes.ts'
import { readHeap } from './read-memory.ts'

/** A working engine answers this within milliseconds, whatever JavaScript runs. */
const ANSWER_MS = 2000

/** Calls that a message shows; the innermost say enough. */
const SHOWN_CALLS = 5

/** Why a process makes no collection: its loop is blocked, it was stopped, or nobody knows. */
export async function diagnose(process: NodeProcess, target: string): Promise<TargetEvent> {
  const label = process.label()
  const who = `${label.charAt(0).toUpperCase()}${label.slice(1)} of '${target}' (process ${process.pid})`
  if (await isStopped(process.pid)) {
    const message = `${who} is stopped by a signal: it goes on at SIGCONT, and cannot be read until then.`
    return { process: label, kind: 'stopped', message }
  }
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

function lower(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1)
}

/** By SIGSTOP, by a debugger of the system, or by Ctrl-Z. */
async function isStopped(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return /^State:\s+[Tt]/m.test(status)
}

interface Paused {
  readonly callFrames: readonly {
    readonly functionName: string
    readonly url: string
    readonly location: { readonly scriptId: string; readonly lineNumber: number }
  }[]
}

/** Pauses JavaScript for a moment to read its stack; innermost first. */
async function callsNow({ channel }: NodeProcess): Promise<readonly string[]> {
  const paused = new Promise<Paused>((resolve) => {
    channel.on<Paused>('Debugger.paused', resolve)
  })
  try {
    await channel.send('Debugger.enable', {}, ANSWER_MS)
    await channel.send('Debugger.pause', {}, ANSWER_MS)
    const found = await Promise.race([paused, setTimeout(ANSWER_MS, undefined)])
    return found === undefined ? [] : found.callFrames.slice(0, SHOWN_CALLS).map(describeCall)
  } catch {
    return []
  } finally {
    await channel.send('Debugger.disable', {}, ANSWER_MS).catch(ignore)
  }
}

function describeCall({ functionName, url, location }: Paused['callFrames'][number]): string {
  const file = url.replace(/^file:\/\//, '')
  return `${functionName || 'anonymous'} (${file}:${location.lineNumber + 1})`
}

function ignore(): void {}
