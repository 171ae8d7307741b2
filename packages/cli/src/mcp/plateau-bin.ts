import { fileURLToPath } from 'node:url'

/** Our own command, for what must run in a process of its own. */
export const PLATEAU_BIN: string = fileURLToPath(new URL('../../bin/plateau.js', import.meta.url))
