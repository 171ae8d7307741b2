import { openConnection } from '../drive/http-connection.ts'
import { type TargetContext, TargetError, type TargetSession } from '../target/target.ts'
import { connectCdp } from './connect-cdp.ts'
import { findInspector } from './find-inspector.ts'
import { followProcesses } from './node-processes.ts'
import { createNodeSession } from './node-session.ts'
import type { NodeTargetOptions } from './node-target-options.ts'
import { evaluate } from './remote-value.ts'

/** Measures a process that runs already; it goes on when the session is closed. */
export async function joinNodeProcess(
  options: NodeTargetOptions,
  name: string,
  context: TargetContext,
): Promise<TargetSession> {
  const { attach, pid: asked } = options
  const inspector =
    attach === undefined ? await findInspector(asked ?? 0) : { url: attach, close: nothing }
  const pid = await pidOf(inspector.url)
  if (asked !== undefined && pid !== asked) {
    throw new TargetError(
      `The inspector at ${new URL(inspector.url).host} is that of process ${pid}, not of ${asked}. Start the target with --inspect-port=127.0.0.1:0, or give the address of its inspector with attach.`,
    )
  }
  const processes = followProcesses(name)
  processes.add({ pid, url: inspector.url })
  await processes.settled()
  const [process] = processes.running()
  if (process === undefined) throw new TargetError(`${capital(name)} ended while it was joined.`)
  await processes.begin()
  const connection = openConnection(options.url ?? 'http://127.0.0.1')
  return createNodeSession({
    options,
    name,
    context,
    processes,
    program: undefined,
    connection,
    ended: process.channel.closed.then(
      () => new TargetError(`${capital(name)} has ended, or has closed its inspector.`),
    ),
    async close() {
      connection.close()
      await inspector.close(process.channel)
      processes.close()
    },
  })
}

async function nothing(): Promise<void> {}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

async function pidOf(url: string): Promise<number> {
  const channel = await connectCdp(url)
  try {
    return await evaluate<number>(channel, 'process.pid')
  } finally {
    channel.close()
  }
}
