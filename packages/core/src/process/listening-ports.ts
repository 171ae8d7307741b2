import { readdir, readFile, readlink } from 'node:fs/promises'

/** TCP ports that a process listens on; undefined where there is no `/proc`. */
export async function listeningPorts(pid: number): Promise<readonly number[] | undefined> {
  const fds = await readdir(`/proc/${pid}/fd`).catch(() => undefined)
  if (fds === undefined) return undefined
  const links = await Promise.all(
    fds.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')),
  )
  const sockets = new Set(links.map((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1]))
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/${pid}/net/${name}`, 'utf8').catch(() => '')),
  )
  return tables.flatMap((table) =>
    table.split('\n').flatMap((line) => {
      const { port, inode } = listenerIn(line)
      return port !== undefined && sockets.has(inode) ? [port] : []
    }),
  )
}

/** `sl local_address rem_address st … inode`: the state 0A is that of a listener. */
function listenerIn(line: string): { readonly port?: number; readonly inode?: string } {
  const fields = line.trim().split(/\s+/)
  const [, local = '', , state, , , , , , inode] = fields
  if (state !== '0A' || inode === undefined) return {}
  return { port: Number.parseInt(local.slice(local.lastIndexOf(':') + 1), 16), inode }
}
