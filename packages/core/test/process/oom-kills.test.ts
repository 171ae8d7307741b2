import { spawnSync } from 'node:child_process'
import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { afterAll, expect, test, vi } from 'vitest'
import { oomKillFiles, oomKillsIn } from '../../src/process/oom-kills.ts'
import { plainEnvironment } from './node-program.ts'

const SOURCE = new URL('../../src/process/index.ts', import.meta.url).href
const LIMIT_BYTES = 160 << 20
const cgroup = smallCgroup()
// What was killed in it leaves it a moment later.
afterAll(async () => {
  if (cgroup !== undefined) await vi.waitFor(() => rmdirSync(cgroup), 10_000)
})

test('the counter is looked for where either version of cgroups keeps it', () => {
  expect(oomKillFiles('9:name=systemd:/\n4:memory:/job/a:b\n0::/\n')).toEqual([
    '/sys/fs/cgroup/memory/job/a:b/memory.oom_control',
    '/sys/fs/cgroup/memory/memory.oom_control',
  ])
  expect(oomKillFiles('0::/user.slice/app.scope\n')).toEqual([
    '/sys/fs/cgroup/user.slice/app.scope/memory.events',
    '/sys/fs/cgroup/memory.events',
  ])
  expect(oomKillFiles('0::/\n')).toEqual(['/sys/fs/cgroup/memory.events'])
  expect(oomKillFiles('')).toEqual([])
  expect(oomKillsIn('oom_kill_disable 0\nunder_oom 0\noom_kill 2\n')).toBe(2)
  expect(oomKillsIn('low 0\nhigh 0\nmax 7\noom 3\noom_kill 1\noom_group_kill 0\n')).toBe(1)
  expect(oomKillsIn('oom_kill_disable 0\nunder_oom 0\n')).toBeUndefined()
})

test.skipIf(cgroup === undefined)(
  'a kill by the kernel for want of memory is told from others',
  () => {
    const script = `
    import { writeFileSync } from 'node:fs'
    import { describeExit, startProgram } from ${JSON.stringify(SOURCE)}
    writeFileSync(${JSON.stringify(`${cgroup}/cgroup.procs`)}, String(process.pid))
    const hog = 'const kept = []; for (;;) kept.push(Buffer.alloc(1 << 20, 1))'
    const start = { command: process.execPath, env: {}, name: 'it' }
    const greedy = await startProgram({ ...start, args: ['-e', hog] })
    console.log(describeExit(await greedy.exited))
    const modest = await startProgram({ ...start, args: ['-e', 'setInterval(() => {}, 1000)'] })
    process.kill(modest.pid, 'SIGKILL')
    console.log(describeExit(await modest.exited))`
    const args = ['--conditions=source', '--input-type=module', '--eval', script]

    const run = spawnSync(process.execPath, args, { encoding: 'utf8', env: plainEnvironment() })

    expect(run.stdout.trim().split('\n')).toEqual([
      'was killed by the kernel for want of memory (SIGKILL)',
      'was killed by SIGKILL',
    ])
  },
)

/** A cgroup whose memory is limited, where the system lets us make one: as root, and version 1 only. */
function smallCgroup(): string | undefined {
  const folder = `/sys/fs/cgroup/memory/plateau-test-${process.pid}`
  try {
    mkdirSync(folder)
    writeFileSync(`${folder}/memory.limit_in_bytes`, String(LIMIT_BYTES))
    return folder
  } catch {
    return undefined
  }
}
