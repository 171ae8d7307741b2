// A process with a channel for one answer.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const scenario = {
  setup() {
    const folder = mkdtempSync(join(tmpdir(), 'plateau-'))
    const module = join(folder, 'answer.cjs')
    writeFileSync(
      module,
      `process.once('message', (n) => process.send(n * 2, () => process.disconnect()))`,
    )
    return { folder, module }
  },
  async run({ module }) {
    const child = fork(module, { execArgv: [] })
    child.send(21)
    const [[answer]] = await Promise.all([once(child, 'message'), once(child, 'close')])
    return answer
  },
  teardown: ({ folder }) => rmSync(folder, { recursive: true }),
}
