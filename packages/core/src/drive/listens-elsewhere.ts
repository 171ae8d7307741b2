import { descendantsOf } from '../process/descendants.ts'
import { listeningPorts } from '../process/listening-ports.ts'

export interface Listening {
  readonly pid: number
  /** Where it was looked for in vain. */
  readonly url: string
  /** Whether a port is Plateau's own, such as that of an inspector. */
  readonly isOwn?: ((port: number) => boolean) | undefined
}

/** A sentence about the ports on which a program and its children do listen, if any; empty where nobody can tell. */
export async function listensElsewhere({ pid, url, isOwn }: Listening): Promise<string> {
  const pids = [pid, ...(await descendantsOf(pid))]
  const lists = await Promise.all(pids.map(listeningPorts))
  const asked = Number(new URL(url).port)
  const all = new Set(lists.flatMap((list) => list ?? []).filter((port) => !isOwn?.(port)))
  if (all.size === 0) return lists.includes(undefined) ? '' : ' It listens on no port.'
  const ports = new Set([...all].filter((port) => port !== asked))
  const [first, ...others] = ports
  if (first === undefined) return ''
  const where = others.length === 0 ? `port ${first}` : `ports ${[...ports].join(', ')}`
  return ` It does listen on ${where}: give its address with url, such as http://127.0.0.1:${first}.`
}
