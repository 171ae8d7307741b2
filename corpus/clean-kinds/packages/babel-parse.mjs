import { parse } from '@babel/parser'

const source = 'export class Note<T> { constructor(public text: T) {} get size() { return 1 } }'
export const scenario = {
  run: () => parse(source, { sourceType: 'module', plugins: ['typescript'] }).program.body.length,
}
