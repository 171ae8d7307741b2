import { encodeUtf8 } from './snapshot/utf8.ts'

/** The SHA-256 of a text, in hexadecimal digits (FIPS 180-4). Pages have no synchronous one, and Node's is not there. */
export function sha256(text: string): string {
  const blocks = padded(encodeUtf8(text))
  const hash = firstPrimes(8).map((prime) => fraction(Math.sqrt(prime)))
  for (let at = 0; at < blocks.byteLength; at += BLOCK_BYTES) mix(hash, schedule(blocks, at))
  return hash.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}

const BLOCK_BYTES = 64
const ROUNDS = 64

/** A one, zeros, and the length in bits at the end of the last block. */
function padded(bytes: Uint8Array): DataView {
  const length = Math.ceil((bytes.length + 9) / BLOCK_BYTES) * BLOCK_BYTES
  const whole = new Uint8Array(length)
  whole.set(bytes)
  whole[bytes.length] = 0x80
  const view = new DataView(whole.buffer)
  view.setUint32(length - 4, bytes.length * 8)
  return view
}

function firstPrimes(count: number): number[] {
  const primes: number[] = []
  for (let candidate = 2; primes.length < count; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate)
  }
  return primes
}

/** The first 32 bits after the point. */
function fraction(root: number): number {
  return ((root - Math.floor(root)) * 2 ** 32) | 0
}

const CONSTANTS = firstPrimes(ROUNDS).map((prime) => fraction(Math.cbrt(prime)))

function schedule(blocks: DataView, from: number): Int32Array {
  const words = new Int32Array(ROUNDS)
  for (let at = 0; at < 16; at++) words[at] = blocks.getInt32(from + 4 * at)
  for (let at = 16; at < ROUNDS; at++) {
    const early = words[at - 15] as number
    const late = words[at - 2] as number
    const first = rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3)
    const second = rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10)
    words[at] = (words[at - 16] as number) + first + (words[at - 7] as number) + second
  }
  return words
}

function mix(hash: number[], words: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash
  for (let at = 0; at < ROUNDS; at++) {
    const big = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
    const chosen = (e & f) ^ (~e & g)
    const first = (h + big + chosen + (CONSTANTS[at] as number) + (words[at] as number)) | 0
    const small = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
    const second = (small + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  for (const [at, word] of [a, b, c, d, e, f, g, h].entries()) {
    hash[at] = ((hash[at] as number) + word) | 0
  }
}

function rotated(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits))
}
