import { createReadStream } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export const scenario = {
  async run() {
    const upper = new Transform({
      transform: (chunk, _, done) => done(null, String(chunk).toUpperCase()),
    })
    upper.resume()
    await pipeline(createReadStream(import.meta.filename), upper)
  },
}
