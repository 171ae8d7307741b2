import { text } from 'node:stream/consumers'
import tar from 'tar-stream'

export const scenario = {
  async run() {
    const pack = tar.pack()
    pack.entry({ name: 'note.txt' }, 'a note')
    pack.finalize()
    const extract = pack.pipe(tar.extract())
    for await (const entry of extract) await text(entry)
  },
}
