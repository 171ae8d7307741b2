import { readdir, readFile } from 'node:fs/promises'

/** All processes that a process has started, and those that they have; none where there is no `/proc`. */
export async function descendantsOf(pid: number): Promise<readonly number[]> {
  const found: number[] = []
  const waiting = [...(await childrenOf(pid))]
  for (let child = waiting.pop(); child !== undefined; child = waiting.pop()) {
    found.push(child)
    waiting.push(...(await childrenOf(child)))
  }
  return found
}

async function childrenOf(pid: number): Promise<readonly number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => [])
  const lists = await Promise.all(
    threads.map((thread) =>
      readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => ''),
    ),
  )
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number))
}
