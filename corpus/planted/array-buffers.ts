// holder: frames \(Array\)
class Recorder {
  frames: ArrayBuffer[] = []

  capture(width: number, height: number): void {
    const frame = new ArrayBuffer(width * height * 4) // <- leaks
    new Uint8Array(frame).fill(255)
    this.frames.push(frame) // <- leaks
  }

  stop(): number {
    const bytes = this.frames.reduce((sum, { byteLength }) => sum + byteLength, 0)
    this.frames = []
    return bytes
  }
}

const setup = () => new Recorder()

export const leaky = {
  name: 'frames of a recording that nobody stops',
  setup,
  run: (recorder: Recorder) => recorder.capture(16, 16),
}

export const repaired = {
  name: 'frames of a recording that is stopped',
  setup,
  run(recorder: Recorder) {
    recorder.capture(16, 16)
    recorder.stop()
  },
}
