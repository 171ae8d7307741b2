// holder: cache \(Map\)
interface User {
  readonly id: number
  readonly name: string
}

class UserLoader {
  readonly #cache = new Map<number, Promise<User>>()

  load(id: number): Promise<User> {
    const known = this.#cache.get(id)
    if (known !== undefined) return known
    const loading = this.#fetch(id)
    this.#cache.set(id, loading) // <- leaks
    return loading
  }

  async #fetch(id: number): Promise<User> {
    // <- leaks
    await Promise.resolve()
    return { id, name: `User ${id}` } // <- leaks
  }
}

interface Context {
  readonly users: UserLoader
}

async function resolveAuthor({ users }: Context, id: number): Promise<string> {
  const { name } = await users.load(id)
  return name
}

const shared: Context = { users: new UserLoader() }
let posts = 0

export const leaky = {
  name: 'one loader for all requests',
  run: () => resolveAuthor(shared, posts++),
}

export const repaired = {
  name: 'a loader for each request',
  run: () => resolveAuthor({ users: new UserLoader() }, posts++),
}
