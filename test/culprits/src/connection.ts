import { EventEmitter } from 'node:events'

export const bus: EventEmitter = new EventEmitter()
bus.setMaxListeners(0)

/** Every connection listens, and none ever stops. */
export function open(name: string): void {
  const buffer: string[] = Array.from({ length: 64 }, () => name)

  bus.on('data', function onData(chunk: string): void {
    buffer.push(chunk)
  })
}
