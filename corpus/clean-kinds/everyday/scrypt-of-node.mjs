// Native work in the thread pool, some 40 ms.
import { randomBytes, scrypt } from 'node:crypto'
import { promisify } from 'node:util'

const hash = promisify(scrypt)

export const scenario = { run: () => hash('a password', randomBytes(16), 64) }
