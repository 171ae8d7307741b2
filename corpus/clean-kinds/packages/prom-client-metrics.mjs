// A bounded set of labels.
import { Counter, Histogram, Registry } from 'prom-client'

export const scenario = {
  setup() {
    const registers = [new Registry()]
    return {
      calls: 0,
      requests: new Counter({ name: 'requests', help: 'r', labelNames: ['path'], registers }),
      seconds: new Histogram({ name: 'seconds', help: 's', labelNames: ['path'], registers }),
      registry: registers[0],
    }
  },
  run(state) {
    const path = `/notes/${state.calls++ % 8}`
    state.requests.inc({ path })
    state.seconds.startTimer({ path })()
    return state.registry.metrics()
  },
}
