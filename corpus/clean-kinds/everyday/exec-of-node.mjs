// A command in a shell: some 40 ms in which this process only waits.
import { exec } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(exec)

export const scenario = { run: () => run(`"${process.execPath}" -e 0`) }
