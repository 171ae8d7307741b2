// holder: entries \(Map\)
interface Entry {
  readonly html: string
  readonly renderedAt: number
}

class PageCache {
  protected readonly entries = new Map<string, Entry>()
  protected readonly order: string[] = []
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  get(path: string): Entry {
    return this.entries.get(path) ?? this.#add(path)
  }

  #add(path: string): Entry {
    const entry = { html: `<h1>${path}</h1>`, renderedAt: Date.now() } // <- leaks
    this.entries.set(path, entry) // <- leaks
    this.order.push(path)
    if (this.order.length > this.#limit) this.evict(this.order.shift() ?? '')
    return entry
  }

  /** The key is made lower case when it is looked up, and is not when it is stored. */
  protected evict(path: string): void {
    this.entries.delete(path.toLowerCase())
  }
}

class RepairedPageCache extends PageCache {
  protected override evict(path: string): void {
    this.entries.delete(path)
  }
}

interface Site {
  readonly cache: PageCache
  visits: number
}

const visit = (site: Site) => void site.cache.get(`/Articles/${site.visits++}`)

export const leaky = {
  name: 'an eviction by another key',
  setup: (): Site => ({ cache: new PageCache(10), visits: 0 }),
  run: visit,
}

export const repaired = {
  name: 'an eviction by the same key',
  setup: (): Site => ({ cache: new RepairedPageCache(10), visits: 0 }),
  run: visit,
}
