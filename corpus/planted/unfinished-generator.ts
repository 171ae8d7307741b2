// holder: cursors \(Map\)
class ProductSearch {
  readonly #cursors = new Map<string, Generator<string[]>>()
  #searches = 0

  start(word: string): string {
    const token = `c${this.#searches++}` // <- leaks
    this.#cursors.set(token, this.#pages(word)) // <- leaks
    return token
  }

  nextPage(token: string): string[] {
    const { value, done } = this.#cursors.get(token)?.next() ?? { value: [], done: true }
    if (done) this.#cursors.delete(token)
    return value ?? []
  }

  *#pages(word: string): Generator<string[]> {
    // <- leaks
    for (let page = 0; page < 2; page++) yield [`${word} ${page * 2}`, `${word} ${page * 2 + 1}`]
  }
}

const setup = () => new ProductSearch()

export const leaky = {
  name: 'searches of which only the first page is read',
  setup,
  run(search: ProductSearch) {
    search.nextPage(search.start('lamp'))
  },
}

export const repaired = {
  name: 'searches that are read to their end',
  setup,
  run(search: ProductSearch) {
    const token = search.start('lamp')
    while (search.nextPage(token).length > 0);
  },
}
