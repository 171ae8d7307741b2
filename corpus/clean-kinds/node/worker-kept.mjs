import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

const SOURCE = `const { parentPort } = require('node:worker_threads')
parentPort.on('message', (rows) => parentPort.postMessage(rows.map((row) => row * 2)))`

export const scenario = {
  async setup() {
    const worker = new Worker(SOURCE, { eval: true })
    await once(worker, 'online')
    return worker
  },
  async run(worker) {
    worker.postMessage([1, 2, 3])
    const [rows] = await once(worker, 'message')
    return rows
  },
  teardown: (worker) => worker.terminate(),
}
