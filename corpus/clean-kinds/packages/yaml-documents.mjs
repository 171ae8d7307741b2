import { parse, stringify } from 'yaml'

const text = stringify({ services: { web: { image: 'node', ports: [80, 443] } }, version: 3 })
export const scenario = { run: () => stringify(parse(text)).length }
