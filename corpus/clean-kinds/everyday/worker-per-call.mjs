// A thread for one answer, which ends by itself.
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

const SOURCE = `const { parentPort, workerData } = require('node:worker_threads')
parentPort.postMessage(workerData.length)`

export const scenario = {
  async run() {
    const worker = new Worker(SOURCE, { eval: true, workerData: [1, 2, 3] })
    await Promise.all([once(worker, 'message'), once(worker, 'exit')])
  },
}
