import { promisify } from 'node:util'
import { brotliCompress, brotliDecompress, constants } from 'node:zlib'

const compress = promisify(brotliCompress)
const decompress = promisify(brotliDecompress)
const text = Buffer.from('plateau '.repeat(500))
const params = { [constants.BROTLI_PARAM_QUALITY]: 4 }

export const scenario = { run: async () => decompress(await compress(text, { params })) }
