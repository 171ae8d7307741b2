// holder: send|next
interface Message {
  readonly path: string
  readonly headers: Record<string, string>
}

type Send = (message: Message) => string

const withHeader = (name: string, next: Send): Send => {
  const added = { [name]: name.toUpperCase() } // <- leaks
  return (message) => next({ ...message, headers: { ...message.headers, ...added } }) // <- leaks
}

class ApiClient {
  send: Send = ({ path }) => `GET ${path}`

  use(name: string): void {
    this.send = withHeader(name, this.send) // <- leaks
  }
}

/** A page that adds its header to the shared client whenever it is shown. */
class Page {
  readonly #client: ApiClient

  constructor(client: ApiClient) {
    this.#client = client
  }

  show(): void {
    this.#client.use('x-page')
  }
}

const client = new ApiClient()

export const leaky = {
  name: 'each page wraps the client of the page before',
  run: () => new Page(client).show(),
}

export const repaired = {
  name: 'each page wraps a client of its own',
  run: () => new Page(new ApiClient()).show(),
}
