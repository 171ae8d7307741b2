// Signals that follow a long-lived one: Node keeps them weakly and forgets them late.
export const scenario = {
  setup: () => new AbortController(),
  async run(controller) {
    const signal = AbortSignal.any([controller.signal, new AbortController().signal])
    const onAbort = () => {}
    signal.addEventListener('abort', onAbort)
    await Promise.resolve()
    signal.removeEventListener('abort', onAbort)
  },
  teardown: (controller) => controller.abort(),
}
