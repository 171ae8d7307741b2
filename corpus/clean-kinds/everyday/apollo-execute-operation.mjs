// An operation run on a server without a socket.
import { ApolloServer } from '@apollo/server'

export const scenario = {
  async setup() {
    const server = new ApolloServer({
      typeDefs: 'type Query { note(id: ID!): Note } type Note { id: ID! text: String }',
      resolvers: { Query: { note: (_, { id }) => ({ id, text: 'a note' }) } },
    })
    await server.start()
    return server
  },
  run: (server) =>
    server.executeOperation({
      query: 'query Note($id: ID!) { note(id: $id) { id text } }',
      variables: { id: '7' },
    }),
  teardown: (server) => server.stop(),
}
