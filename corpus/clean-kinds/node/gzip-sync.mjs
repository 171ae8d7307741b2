import { gunzipSync, gzipSync } from 'node:zlib'

const text = Buffer.from('plateau '.repeat(500))
export const scenario = { run: () => gunzipSync(gzipSync(text)).length }
