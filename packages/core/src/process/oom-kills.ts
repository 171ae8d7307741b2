import { readFile } from 'node:fs/promises'

/**
 * How often the kernel has killed for want of memory in the cgroup of this process, which its
 * programs inherit. Undefined where no such counter can be read.
 */
export async function countOomKills(): Promise<number | undefined> {
  const cgroups = await readText('/proc/self/cgroup')
  for (const file of oomKillFiles(cgroups)) {
    const count = oomKillsIn(await readText(file))
    if (count !== undefined) return count
  }
  return undefined
}

/**
 * The files that may hold the counter, by the text of `/proc/PID/cgroup`. A container may see its own
 * group as the root of the mount while the path is the host's.
 */
export function oomKillFiles(cgroups: string): readonly string[] {
  const groups = cgroups.split('\n').map((line) => line.split(':'))
  const first = groups.find(([, controllers]) => controllers?.split(',').includes('memory'))
  if (first !== undefined) {
    return filesIn('/sys/fs/cgroup/memory', first.slice(2).join(':'), 'memory.oom_control')
  }
  const second = groups.find(([id, controllers]) => id === '0' && controllers === '')
  if (second === undefined) return []
  return filesIn('/sys/fs/cgroup', second.slice(2).join(':'), 'memory.events')
}

function filesIn(mount: string, group: string, name: string): readonly string[] {
  return [...new Set([`${mount}${group === '/' ? '' : group}/${name}`, `${mount}/${name}`])]
}

/** Both versions of cgroups write the line `oom_kill N`. */
export function oomKillsIn(text: string): number | undefined {
  const count = /^oom_kill (\d+)$/m.exec(text)?.[1]
  return count === undefined ? undefined : Number(count)
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    return ''
  }
}
