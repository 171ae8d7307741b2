import { readFileSync } from 'node:fs'

export const scenario = { run: () => readFileSync(import.meta.filename).length }
