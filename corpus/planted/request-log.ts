// holder: requests \(Array\)
interface LoggedRequest {
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
}

class FakeBackend {
  requests: LoggedRequest[] = []

  fetch(method: string, url: string): { readonly status: number } {
    this.requests.push({ method, url, headers: { accept: 'application/json' } }) // <- leaks
    return { status: url.startsWith('/api/') ? 200 : 404 }
  }

  reset(): void {
    this.requests = []
  }
}

const setup = () => new FakeBackend()

function loadProfile(backend: FakeBackend): void {
  const { status } = backend.fetch('GET', '/api/profile')
  if (status !== 200) throw new Error(`profile answered ${status}`)
}

export const leaky = { name: 'a log of all requests', setup, run: loadProfile }

export const repaired = {
  name: 'a log that each test resets',
  setup,
  run(backend: FakeBackend) {
    loadProfile(backend)
    backend.reset()
  },
}
