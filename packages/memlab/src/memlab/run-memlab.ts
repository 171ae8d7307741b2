import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { conditionsOf } from './conditions.ts'
import { findMemlab } from './find-memlab.ts'
import type { FilterSource } from './memlab-filters.ts'
import type { MemlabAnswer, MemlabOrder } from './memlab-process.ts'
import { type MemlabTrace, readTrace } from './memlab-trace.ts'

export type MemlabOutcome =
  | { readonly kind: 'traces'; readonly traces: readonly MemlabTrace[] }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly message: string }

/** The script beside this one: TypeScript where this is, JavaScript once built. */
const PROCESS = fileURLToPath(import.meta.url).replace(/run-memlab(\.\w+)$/, 'memlab-process$1')

/** Has the user's memlab judge three snapshots, in a process of its own that is ended after `limitMs`. */
export function runMemlab(task: {
  readonly snapshots: readonly [string, string, string]
  readonly workDir: string
  readonly filters: FilterSource
  readonly limitMs: number
}): Promise<MemlabOutcome> {
  const { limitMs, ...rest } = task
  const memlab = findMemlab()
  if (memlab === undefined) return Promise.resolve({ kind: 'missing' })
  const order: MemlabOrder = { memlab, ...rest }
  return new Promise((resolve) => {
    const child = fork(PROCESS, {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [...conditionsOf(process.execArgv)],
      env: { ...process.env, NODE_OPTIONS: '', PUPPETEER_SKIP_DOWNLOAD: '1' },
    })
    let said = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-MOST_SAID)
    })
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      resolve({ kind: 'failed', message: `it took longer than ${Math.round(limitMs)} ms` })
    }, limitMs)
    child.on('message', (answer: MemlabAnswer) => resolve(outcomeOf(answer)))
    child.on('error', (error) => resolve({ kind: 'failed', message: error.message }))
    // Not `exit`: what it printed may come after that.
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ kind: 'failed', message: `its process ended with code ${code}${lastLine(said)}` })
    })
    // Of a process that ended at once, its end says more than that nothing could be sent to it.
    child.send(order, () => {})
  })
}

const MOST_SAID = 2000

function lastLine(said: string): string {
  const line = said.trim().split('\n').at(-1)?.trim().replace(/\.$/, '')
  return line ? `: ${line}` : ''
}

function outcomeOf(answer: MemlabAnswer): MemlabOutcome {
  if (!answer.ok) return { kind: 'failed', message: answer.message }
  return { kind: 'traces', traces: answer.leaks.map(readTrace) }
}
