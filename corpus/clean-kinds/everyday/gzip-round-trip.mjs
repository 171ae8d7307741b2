// Packed and unpacked in the thread pool.
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'

const [pack, unpack] = [promisify(gzip), promisify(gunzip)]
const notes = 'a note\n'.repeat(1000)

export const scenario = { run: async () => String(await unpack(await pack(notes))).length }
