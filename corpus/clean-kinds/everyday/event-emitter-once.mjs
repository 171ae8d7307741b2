// Listeners for one event each, and some that are taken off again.
import EventEmitter, { once } from 'node:events'

export const scenario = {
  setup: () => new EventEmitter(),
  async run(orders) {
    const saved = once(orders, 'saved')
    const onPaid = () => {}
    orders.on('paid', onPaid)
    orders.emit('paid', 7)
    orders.emit('saved', 7)
    orders.off('paid', onPaid)
    return saved
  },
}
