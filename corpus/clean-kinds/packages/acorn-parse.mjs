import { parse } from 'acorn'

const source = 'export const sum = (rows) => rows.reduce((total, { price }) => total + price, 0)'
export const scenario = {
  run: () => parse(source, { ecmaVersion: 'latest', sourceType: 'module' }).body.length,
}
