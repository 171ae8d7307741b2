const [major] = process.versions.node.split('.')

// Signals that follow a long-lived one: Node keeps them weakly and forgets them late. Node 22 never does (true-leaks.md).
export const scenario = {
  setup: () => new AbortController(),
  async run(longLived) {
    const source = Number(major) >= 24 ? longLived : new AbortController()
    const signal = AbortSignal.any([source.signal, new AbortController().signal])
    const onAbort = () => {}
    signal.addEventListener('abort', onAbort)
    await Promise.resolve()
    signal.removeEventListener('abort', onAbort)
  },
  teardown: (longLived) => longLived.abort(),
}
