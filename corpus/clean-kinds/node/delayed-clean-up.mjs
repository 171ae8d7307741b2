// What an iteration makes is let go 50 ms later.
export const scenario = {
  setup: () => new Set(),
  async run(sessions) {
    const session = { id: sessions.size, body: 'x'.repeat(100) }
    sessions.add(session)
    setTimeout(() => sessions.delete(session), 50).unref()
    await new Promise(setImmediate)
  },
}
