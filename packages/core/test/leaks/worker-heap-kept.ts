import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Scenario } from '../../src/scenario.ts'

/** A worker keeps what each message brings; the repaired twin answers and forgets it. */
export const leaky: Scenario = {
  name: 'worker keeps messages',
  setup: () => start('kept.push(message)'),
  run: send,
  teardown: (worker: Worker) => worker.terminate(),
}

export const repaired: Scenario = {
  name: 'worker forgets messages',
  setup: () => start('message.length'),
  run: send,
  teardown: (worker: Worker) => worker.terminate(),
}

async function start(work: string): Promise<Worker> {
  const code = `
    const { parentPort } = require('node:worker_threads')
    const kept = []
    parentPort.on('message', (message) => {
      ${work}
      parentPort.postMessage('done')
    })`
  const worker = new Worker(code, { eval: true, name: 'sums' })
  await once(worker, 'online')
  return worker
}

async function send(worker: Worker): Promise<void> {
  worker.postMessage(Array.from({ length: 100 }, (_, index) => index / 3))
  await once(worker, 'message')
}
