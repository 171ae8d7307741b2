// holder: sessions \(Map\)
interface Session {
  readonly userId: string
  readonly startedAt: number
  readonly permissions: string[]
}

class SessionStore {
  readonly sessions = new Map<string, Session>()

  open(userId: string): Session {
    const session = { userId, startedAt: Date.now(), permissions: ['read', 'write'] } // <- leaks
    this.sessions.set(userId, session) // <- leaks
    return session
  }

  end(userId: string): void {
    this.sessions.delete(userId)
  }
}

const store = new SessionStore()
let users = 0

function signIn(): string {
  const userId = `user-${users++}`
  const session = store.open(userId)
  if (!session.permissions.includes('read')) throw new Error('forbidden')
  return userId
}

export const leaky = { name: 'sessions of users who signed out', run: () => void signIn() }

export const repaired = {
  name: 'sessions end with the visit',
  run: () => store.end(signIn()),
}
