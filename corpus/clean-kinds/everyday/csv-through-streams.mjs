// Rows split, changed and joined by a chain of streams.
import { Readable, Transform } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'

export const scenario = {
  async run() {
    const rows = Readable.from(['id,text', '1,a note', '2,another'])
    const upper = new Transform({
      objectMode: true,
      transform: (row, _, done) => done(null, `${row.toUpperCase()}\n`),
    })
    const [written] = await Promise.all([text(upper), pipeline(rows, upper)])
    return written
  },
}
