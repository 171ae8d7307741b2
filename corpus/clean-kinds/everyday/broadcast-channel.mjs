// Two ends of a channel, opened, used and closed.
export const scenario = {
  setup: () => ({ calls: 0 }),
  async run(state) {
    const [here, there] = [0, 1].map(() => new BroadcastChannel('notes'))
    const arrived = new Promise((resolve) => {
      there.onmessage = ({ data }) => resolve(data)
    })
    here.postMessage({ id: state.calls++ })
    await arrived
    here.close()
    there.close()
  },
}
