import { encodeUtf8 } from './utf8.ts'

/** Turns chunks of text into UTF-8, also where one ends between the two halves of a character. */
export function createChunkEncoder(): (chunk: string | Uint8Array) => Uint8Array {
  let half = ''
  return (chunk) => {
    if (typeof chunk !== 'string') return chunk
    const text = half + chunk
    const last = text.charCodeAt(text.length - 1)
    half = last >= 0xd800 && last <= 0xdbff ? text.slice(-1) : ''
    return encodeUtf8(half ? text.slice(0, -1) : text)
  }
}
