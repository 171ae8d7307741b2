// A client per test that keeps nothing, cleared after it.
import { QueryClient } from '@tanstack/react-query'

export const scenario = {
  async run() {
    const client = new QueryClient({ defaultOptions: { queries: { gcTime: 0, retry: false } } })
    const note = await client.fetchQuery({
      queryKey: ['notes', 7],
      queryFn: async () => ({ id: 7, text: 'a note' }),
    })
    client.setQueryData(['notes'], [note])
    await client.invalidateQueries()
    client.clear()
    return note
  },
}
