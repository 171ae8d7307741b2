import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect } from 'vitest'
import { testOf } from '../../../test/whole.ts'
import { checkLeak, describeVerdict, type LeakOptions, type Scenario } from '../src/index.ts'

const folder = join(import.meta.dirname, 'leaks')
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => basename(file, '.ts'))

/** Some leaks slow their own scenario down with every iteration, or take long to clean up. */
const FEW: LeakOptions = { maxIterations: 4000 }
/** An iteration starts a thread or a process. */
const SLOW: LeakOptions = { timeLimitMs: 60_000 }
const OPTIONS: Readonly<Record<string, LeakOptions>> = {
  'abort-signal-listener': FEW,
  'child-process-left-running': SLOW,
  'event-emitter-listener-once': FEW,
  'event-target-listener': FEW,
  'event-target-listener-once': FEW,
  'event-target-listener-signal': FEW,
  'next-tick-chain-never-ends': { maxIterations: 2000 },
  'stream-pipe-source-never-ended': FEW,
  'stream-pipe-sink-never-closed': FEW,
  'vm-context-kept': { maxIterations: 1300 },
  'worker-left-running': SLOW,
}

/** One for each way to be seen: by objects, by stores without objects, by bytes, handles, descriptors, promises. */
const REPRESENTATIVES: readonly string[] = [
  'event-emitter-listener',
  'file-descriptor-left-open',
  'map-of-numbers',
  'one-object-in-hundred',
  'promise-never-settled',
]

const LIMIT_MS = 20_000

async function load(name: string): Promise<{ leaky?: Scenario; repaired: Scenario }> {
  return import(join(folder, `${name}.ts`))
}

const kindOf = async (name: string, scenario: Scenario) => {
  // What each leak is told to be is compared by `npm run measure -- culprits`.
  const verdict = await checkLeak(scenario, {
    timeLimitMs: LIMIT_MS,
    explain: 'off',
    ...OPTIONS[name],
  })
  return { kind: verdict.kind, text: describeVerdict(verdict) }
}

for (const name of names) {
  testOf(REPRESENTATIVES.includes(name))(
    `${name}: the leak grows and its repair levels off`,
    { timeout: 150_000 },
    async () => {
      const { leaky, repaired } = await load(name)

      const clean = await kindOf(name, repaired)
      const leak = leaky && (await kindOf(name, leaky))

      expect(clean, clean.text).toMatchObject({ kind: 'plateau' })
      if (leak) expect(leak, leak.text).toMatchObject({ kind: 'growth' })
    },
  )
}
