import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto'

export const scenario = {
  run() {
    const key = randomBytes(32)
    const cipher = createCipheriv('aes-256-gcm', key, randomBytes(12))
    const sealed = Buffer.concat([cipher.update('a secret'), cipher.final()])
    const digest = createHash('sha256').update(sealed).digest('hex')
    return createHmac('sha256', key).update(digest).digest('base64')
  },
}
