import busboy from 'busboy'

const body =
  '--x\r\nContent-Disposition: form-data; name="note"; filename="a.txt"\r\n\r\na note\r\n--x--\r\n'
export const scenario = {
  run: () =>
    new Promise((resolve, reject) => {
      busboy({ headers: { 'content-type': 'multipart/form-data; boundary=x' } })
        .on('file', (_, stream) => stream.resume())
        .once('close', resolve)
        .once('error', reject)
        .end(body)
    }),
}
