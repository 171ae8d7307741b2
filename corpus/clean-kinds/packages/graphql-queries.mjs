import { buildSchema, graphql } from 'graphql'

const schema = buildSchema('type Note { id: ID text: String } type Query { note(id: ID): Note }')
const rootValue = { note: ({ id }) => ({ id, text: 'a note' }) }
export const scenario = {
  run: () => graphql({ schema, rootValue, source: 'query { note(id: 7) { id text } }' }),
}
