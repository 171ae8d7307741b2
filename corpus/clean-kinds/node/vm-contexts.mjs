import { createContext, runInContext } from 'node:vm'

export const scenario = {
  async run() {
    runInContext('total = rows.reduce((sum, row) => sum + row)', createContext({ rows: [1, 2] }))
    await new Promise(setImmediate)
  },
}
