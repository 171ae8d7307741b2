import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runNode } from '../../../../test/run-node.ts'

const FIXTURES = join(import.meta.dirname, 'fixtures')

interface Judged {
  readonly rows: Record<
    string,
    { kind: string; probes: string[]; judged: string[]; unmeasured: string[] }
  >
  readonly refused: string
}

let found: Judged
beforeAll(async () => {
  const args = ['--conditions=source', join(FIXTURES, 'twins.mjs')]
  const { output } = await runNode(args, { cwd: FIXTURES })
  found = JSON.parse(output.slice(output.indexOf('{'))) as Judged
}, 180_000)

describe('in a worker thread', () => {
  it('objects, stores, buffers and handles of its own convict as anywhere', () => {
    const told = Object.entries(found.rows).map(([name, { kind, probes }]) => [
      name,
      kind,
      ...probes,
    ])

    expect(told).toMatchInlineSnapshot(`
      [
        [
          "clean",
          "plateau",
        ],
        [
          "clean async",
          "plateau",
        ],
        [
          "an object kept",
          "growth",
          "heap",
        ],
        [
          "a number kept",
          "growth",
          "heap",
        ],
        [
          "a buffer kept",
          "growth",
          "heap",
          "external",
        ],
        [
          "a buffer that grows",
          "growth",
          "external",
        ],
        [
          "a timer kept",
          "growth",
          "heap",
          "handles",
        ],
      ]
    `)
  })

  it.runIf(process.platform === 'linux')(
    'what all threads share is not judged, and said so',
    () => {
      expect(found.rows.clean).toMatchInlineSnapshot(`
        {
          "judged": [
            "heap",
            "external",
            "handles",
            "contexts",
          ],
          "kind": "plateau",
          "probes": [],
          "unmeasured": [
            "Not judged in a worker thread, which shares them with others: fds, threads, native. To have them judged, run the test in processes instead of worker threads (pool: 'forks' in Vitest, no workerThreads in Jest).",
          ],
        }
      `)
    },
  )

  it.runIf(process.platform === 'linux')('a check that asks for it is refused with the fix', () => {
    expect(found.refused).toMatchInlineSnapshot(
      `"The probe 'fds' cannot be judged in a worker thread: all threads of the process share what it reads. Run the test in processes instead of worker threads (pool: 'forks' in Vitest, no workerThreads in Jest), or judge by 'heap', 'external', 'handles', 'contexts', received probes: ['heap', 'fds']."`,
    )
  })
})
