// holder: #open \(Set\)
class Cursor {
  readonly table: string
  position = 0

  constructor(table: string) {
    this.table = table
  }

  next(): string {
    return `${this.table}/${this.position++}`
  }
}

class Database {
  readonly #open = new Set<Cursor>()

  openCursor(table: string): Cursor {
    const cursor = new Cursor(table) // <- leaks
    this.#open.add(cursor) // <- leaks
    return cursor
  }

  closeCursor(cursor: Cursor): void {
    this.#open.delete(cursor)
  }
}

class OrderService {
  readonly #database = new Database()

  newest(): string {
    return this.#database.openCursor('orders').next()
  }

  newestOnce(): string {
    const cursor = this.#database.openCursor('orders')
    try {
      return cursor.next()
    } finally {
      this.#database.closeCursor(cursor)
    }
  }
}

const setup = () => new OrderService()

export const leaky = {
  name: 'cursors that stay open',
  setup,
  run: (orders: OrderService) => void orders.newest(),
}

export const repaired = {
  name: 'cursors that are closed',
  setup,
  run: (orders: OrderService) => void orders.newestOnce(),
}
