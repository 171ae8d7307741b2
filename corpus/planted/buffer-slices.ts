// holder: tokens \(Array\)
class UploadParser {
  readonly #tokens: Buffer[] = []

  /** Keeps eight bytes of each chunk, and with them the whole chunk. */
  parse(chunk: Buffer): number {
    const token = chunk.subarray(0, 8) // <- leaks
    this.#tokens.push(token) // <- leaks
    return token.readUInt32BE(0)
  }

  parseAway(chunk: Buffer): number {
    return chunk.subarray(0, 8).readUInt32BE(0)
  }
}

const receive = () => Buffer.alloc(16_384, 'x') // <- leaks
const setup = () => new UploadParser()

export const leaky = {
  name: 'slices that keep their chunks',
  setup,
  run: (parser: UploadParser) => void parser.parse(receive()),
}

export const repaired = {
  name: 'slices that are dropped',
  setup,
  run: (parser: UploadParser) => void parser.parseAway(receive()),
}
