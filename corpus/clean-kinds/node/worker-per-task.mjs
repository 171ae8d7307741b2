import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

const SOURCE = `const { parentPort, workerData } = require('node:worker_threads')
parentPort.postMessage(workerData * 2)`

export const scenario = {
  async run() {
    const worker = new Worker(SOURCE, { eval: true, workerData: 21 })
    const [answer] = await once(worker, 'message')
    await worker.terminate()
    return answer
  },
}
