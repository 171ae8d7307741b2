// holder: thumbnails \(Map\)
interface Thumbnail {
  readonly url: string
  readonly pixels: Uint8Array
}

class ThumbnailCache {
  readonly #thumbnails = new Map<string, WeakRef<Thumbnail>>()

  get(url: string): Thumbnail {
    const known = this.#thumbnails.get(url)?.deref()
    if (known) return known
    const drawn = { url, pixels: new Uint8Array(64) }
    this.#thumbnails.set(url, new WeakRef(drawn)) // <- leaks
    return drawn
  }

  forget(url: string): void {
    this.#thumbnails.delete(url)
  }
}

interface Gallery {
  readonly cache: ThumbnailCache
  shown: number
}

const setup = (): Gallery => ({ cache: new ThumbnailCache(), shown: 0 })

export const leaky = {
  name: 'keys and weak references outlive their thumbnails',
  setup,
  run(gallery: Gallery) {
    gallery.cache.get(`/photos/${gallery.shown++}.jpg`) // <- leaks
  },
}

export const repaired = {
  name: 'keys go with their thumbnails',
  setup,
  run(gallery: Gallery) {
    const { url } = gallery.cache.get(`/photos/${gallery.shown++}.jpg`)
    gallery.cache.forget(url)
  },
}
