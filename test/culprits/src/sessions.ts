// Types and comments go away when this is compiled: generated lines and columns differ from these.
interface Options {
  readonly ttl: number
}

export class Session {
  readonly items: string[] = []

  constructor(
    readonly id: string,
    readonly options: Options,
  ) {}
}

const sessions = new Map<string, Session>()

type Key = `session:${number}`

export function remember(id: number): Session {
  const key: Key = `session:${id}`
  const session = new Session(key, { ttl: 60 })
  sessions.set(key, session)
  return session
}
