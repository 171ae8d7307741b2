// A container per test, unbound after it.
import 'reflect-metadata'
import { Container } from 'inversify'

class Store {
  find = (id) => ({ id, text: 'a note' })
}

export const scenario = {
  async run() {
    const container = new Container()
    container.bind('store').to(Store).inSingletonScope()
    container.bind('notes').toDynamicValue((context) => ({ store: context.get('store') }))
    const found = container.get('notes').store.find(7)
    await container.unbindAll()
    return found
  },
}
