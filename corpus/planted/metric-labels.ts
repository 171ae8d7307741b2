// holder: counts \(Map\)
class Counter {
  readonly name: string
  readonly #counts = new Map<string, number>()

  constructor(name: string) {
    this.name = name
  }

  increment(labels: Record<string, string>): void {
    const key = Object.entries(labels) // <- leaks
      .map(([label, text]) => `${label}="${text}"`) // <- leaks
      .join(',') // <- leaks
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1) // <- leaks
  }
}

const requests = new Counter('http_requests_total')
let users = 0

function handle(user: string, route: string): number {
  if (user === '') requests.increment({ route })
  else requests.increment({ route, user })
  return 200
}

export const leaky = {
  name: 'a label for each user',
  run: () => void handle(`user-${users++}`, '/orders'),
}

export const repaired = { name: 'a label for each route', run: () => void handle('', '/orders') }
