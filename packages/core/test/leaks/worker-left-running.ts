import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Scenario } from '../../src/scenario.ts'

const WAIT_FOR_MESSAGES = `require('node:worker_threads').parentPort.on('message', () => {})`

/** A worker is started per call and left running; the repaired twin terminates it. */
export const leaky: Scenario = {
  name: 'worker left running',
  setup: (): Worker[] => [],
  async run(workers: Worker[]) {
    workers.push(await start())
  },
  teardown: (workers: Worker[]) => Promise.all(workers.map((worker) => worker.terminate())),
}

export const repaired: Scenario = {
  name: 'worker terminated',
  async run() {
    const worker = await start()
    await worker.terminate()
  },
}

async function start(): Promise<Worker> {
  const worker = new Worker(WAIT_FOR_MESSAGES, { eval: true })
  await once(worker, 'online')
  return worker
}
