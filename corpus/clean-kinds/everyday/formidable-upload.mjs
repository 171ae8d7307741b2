// A form with a file, parsed from memory and thrown away.
import { Readable, Writable } from 'node:stream'
import formidable from 'formidable'

const BOUNDARY = 'a-boundary'
const body = [
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="title"\r\n\r\na note\r\n`,
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n`,
  `content-type: text/plain\r\n\r\n${'text '.repeat(100)}\r\n--${BOUNDARY}--\r\n`,
].join('')

export const scenario = {
  async run() {
    const request = Readable.from([Buffer.from(body)])
    request.headers = {
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'content-length': String(body.length),
    }
    const nowhere = () => new Writable({ write: (_, __, done) => done() })
    const [fields, files] = await formidable({ fileWriteStreamHandler: nowhere }).parse(request)
    return fields.title[0] + files.file[0].size
  },
}
