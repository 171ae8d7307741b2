import Keyv from 'keyv'

export const scenario = {
  setup: () => ({ store: new Keyv(), key: 0 }),
  async run(state) {
    const key = `session ${state.key++ % 300}`
    await state.store.set(key, { user: 'ada' }, 60_000)
    return state.store.get(key)
  },
}
