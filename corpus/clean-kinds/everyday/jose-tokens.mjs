// A token signed and verified by Web Crypto.
import { jwtVerify, SignJWT } from 'jose'

export const scenario = {
  setup: () => new TextEncoder().encode('a secret of thirty-two characters'),
  async run(secret) {
    const token = await new SignJWT({ id: 7 })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('1h')
      .sign(secret)
    const { payload } = await jwtVerify(token, secret)
    return payload.id
  },
}
