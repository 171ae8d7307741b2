// A picture made, made smaller and written as PNG: native memory comes and goes.
import sharp from 'sharp'

export const scenario = {
  run: () =>
    sharp({ create: { width: 64, height: 64, channels: 3, background: 'teal' } })
      .resize(16)
      .png()
      .toBuffer(),
}
