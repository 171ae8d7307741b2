// A name looked up in the thread pool.
import { lookup } from 'node:dns/promises'

export const scenario = { run: () => lookup('localhost', { all: true }) }
