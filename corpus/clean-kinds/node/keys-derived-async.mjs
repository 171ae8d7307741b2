import { pbkdf2, scrypt, webcrypto } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(pbkdf2)
const stretch = promisify(scrypt)

export const scenario = {
  async run() {
    await derive('secret', 'salt', 10, 32, 'sha256')
    await stretch('secret', 'salt', 16, { N: 16 })
    await webcrypto.subtle.digest('SHA-256', Buffer.from('text'))
  },
}
