// holder: #handler|next

type Handler = (line: string) => string

const plain: Handler = (line) => line

class Formatter {
  #handler = plain

  indent(prefix: string): void {
    const next = this.#handler
    this.#handler = (line) => prefix + next(line) // <- leaks
  }

  indentOnce(prefix: string): void {
    this.#handler = (line) => prefix + plain(line)
  }
}

const setup = () => new Formatter()

export const leaky = {
  name: 'a handler around the one before it, for each call',
  setup,
  run: (formatter: Formatter) => formatter.indent('  '),
}

export const repaired = {
  name: 'a handler around the plain one',
  setup,
  run: (formatter: Formatter) => formatter.indentOnce('  '),
}
