// A child container per request, cleared after it.
import 'reflect-metadata'
import { container } from 'tsyringe'

class Store {
  find = (id) => ({ id, text: 'a note' })
}

class Notes {
  constructor(store) {
    this.store = store
  }
}

export const scenario = {
  async run() {
    const request = container.createChildContainer()
    request.registerSingleton('store', Store)
    request.register('notes', { useFactory: (from) => new Notes(from.resolve('store')) })
    const found = request.resolve('notes').store.find(7)
    await request.dispose()
    return found
  },
}
