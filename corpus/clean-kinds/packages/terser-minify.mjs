import { minify } from 'terser'

const source =
  'function sum(rows) { let total = 0; for (const row of rows) total += row; return total }'
export const scenario = { run: () => minify(source) }
