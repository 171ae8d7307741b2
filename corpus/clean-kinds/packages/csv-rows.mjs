import { parse } from 'csv-parse/sync'

const text = `id,text\n${Array.from({ length: 30 }, (_, at) => `${at},"note ${at}"`).join('\n')}`
export const scenario = { run: () => parse(text, { columns: true }).length }
