import { dump, load } from 'js-yaml'

const text = 'list:\n  - &one {a: 1, b: two}\n  - *one\ntext: |\n  several\n  lines\n'
export const scenario = { run: () => dump(load(text)).length }
