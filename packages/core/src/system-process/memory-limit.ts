import { readFile } from 'node:fs/promises'

/**
 * Bytes at which the system would end a process: of its cgroup, or its own limit of address space. Undefined
 * where there is none, or none can be read.
 */
export async function readMemoryLimit(pid: number): Promise<number | undefined> {
  const cgroups = await readText(`/proc/${pid}/cgroup`)
  const texts = await Promise.all(limitFiles(cgroups).map(readText))
  const limits = [...texts.map(limitIn), addressSpaceIn(await readText(`/proc/${pid}/limits`))]
  const known = limits.filter((limit) => limit !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}

/** A container may see its own group as the root of the mount while the path is the host's. */
export function limitFiles(cgroups: string): readonly string[] {
  return filesNamed(cgroups, { first: 'memory.limit_in_bytes', second: 'memory.max' })
}

/** Files of a group and of those above it, by the text of `/proc/PID/cgroup`: the tightest limit counts. */
function filesNamed(
  cgroups: string,
  { first, second }: { readonly first: string; readonly second: string },
): readonly string[] {
  const groups = cgroups.split('\n').map((line) => line.split(':'))
  const one = groups.find(([, controllers]) => controllers?.split(',').includes('memory'))
  if (one) return upwards(one.slice(2).join(':')).map((at) => `/sys/fs/cgroup/memory${at}/${first}`)
  const two = groups.find(([id, controllers]) => id === '0' && controllers === '')
  if (two === undefined) return []
  return upwards(two.slice(2).join(':')).map((at) => `/sys/fs/cgroup${at}/${second}`)
}

/** `/a/b` → `/a/b`, `/a`, and the root. */
function upwards(group: string): readonly string[] {
  const parts = group.split('/').filter((part) => part !== '' && part !== '..')
  return Array.from({ length: parts.length + 1 }, (_, cut) =>
    parts
      .slice(0, parts.length - cut)
      .map((part) => `/${part}`)
      .join(''),
  )
}

/** The first version says "no limit" by a number near 2^63, the second by a word. */
const UNLIMITED = 2 ** 60

/** The number in such a file; undefined for no limit. */
export function limitIn(text: string): number | undefined {
  if (!/^\d+\s*$/.test(text)) return undefined
  const bytes = Number(text)
  return bytes < UNLIMITED ? bytes : undefined
}

function addressSpaceIn(limits: string): number | undefined {
  const bytes = /^Max address space\s+(\d+)\s/m.exec(limits)?.[1]
  return bytes === undefined ? undefined : Number(bytes)
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    return ''
  }
}
