// holder: waiters \(Array\)
class ConnectionPool {
  readonly waiters: ((connection: string) => void)[] = []

  acquire(): Promise<string> {
    return new Promise((resolve) => {
      // <- leaks
      this.waiters.push(resolve) // <- leaks
    })
  }

  release(connection: string): void {
    this.waiters.shift()?.(connection)
  }
}

class Repository {
  readonly #pool: ConnectionPool

  constructor(pool: ConnectionPool) {
    this.#pool = pool
  }

  async query(sql: string): Promise<string> {
    // <- leaks
    const connection = await this.#pool.acquire() // <- leaks
    return `${connection}: ${sql}`
  }
}

interface App {
  readonly pool: ConnectionPool
  readonly repository: Repository
}

function start(): App {
  const pool = new ConnectionPool()
  return { pool, repository: new Repository(pool) }
}

export const leaky = {
  name: 'queries wait for a connection that nobody gives back',
  setup: start,
  run({ repository }: App) {
    void repository.query('select 1')
  },
}

export const repaired = {
  name: 'queries get the connection that is given back',
  setup: start,
  async run({ pool, repository }: App) {
    const answer = repository.query('select 1')
    pool.release('connection 1')
    await answer
  },
}
