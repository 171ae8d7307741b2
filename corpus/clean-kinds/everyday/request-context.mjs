// A context per request that timers, promises and events carry on.
import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout } from 'node:timers/promises'

const context = new AsyncLocalStorage()

async function handle(path) {
  await setTimeout(1)
  return `${context.getStore().requestId} ${path}`
}

export const scenario = {
  setup: () => ({ requestId: 0 }),
  run: (requests) =>
    context.run({ requestId: requests.requestId++ }, () =>
      Promise.all([handle('/notes'), handle('/tags')]),
    ),
}
