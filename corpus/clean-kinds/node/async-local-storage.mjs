import { AsyncLocalStorage } from 'node:async_hooks'

export const scenario = {
  setup: () => new AsyncLocalStorage(),
  run: (storage) =>
    storage.run({ requestId: 1 }, async () => {
      await new Promise(setImmediate)
      return storage.getStore().requestId
    }),
  teardown: (storage) => storage.disable(),
}
