// Spans ended and exported to an exporter that keeps none.
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'

const exporter = {
  export: (_, done) => done({ code: 0 }),
  shutdown: () => Promise.resolve(),
}

export const scenario = {
  setup: () => new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  async run(provider) {
    const span = provider.getTracer('notes').startSpan('save', { attributes: { id: 7 } })
    span.addEvent('saved')
    span.end()
    await provider.forceFlush()
  },
  teardown: (provider) => provider.shutdown(),
}
