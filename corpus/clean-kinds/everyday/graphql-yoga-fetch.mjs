// A request answered by the server's own fetch.
import { createSchema, createYoga } from 'graphql-yoga'

export const scenario = {
  setup: () =>
    createYoga({
      logging: false,
      schema: createSchema({
        typeDefs: 'type Query { hello(name: String): String }',
        resolvers: { Query: { hello: (_, { name }) => `hello ${name}` } },
      }),
    }),
  async run(yoga) {
    const response = await yoga.fetch('http://yoga/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ hello(name: "Ada") }' }),
    })
    return response.json()
  },
}
