// A program whose output is read to the end.
import { spawn } from 'node:child_process'

export const scenario = {
  run: () =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['-p', '6 * 7'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let output = ''
      child.stdout.setEncoding('utf8').on('data', (text) => {
        output += text
      })
      child.once('error', reject).once('close', () => resolve(output))
    }),
}
