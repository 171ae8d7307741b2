// holder: (head|tail|next|previous|newest|oldest)
interface Link {
  readonly path: string
  previous: Link | undefined
  next: Link | undefined
}

class History {
  oldest: Link | undefined
  newest: Link | undefined

  visit(path: string): Link {
    const link: Link = { path, previous: this.newest, next: undefined } // <- leaks
    if (this.newest)
      this.newest.next = link // <- leaks
    else this.oldest = link
    this.newest = link
    return link
  }

  /** Goes back without cutting off what comes after. */
  leave(link: Link): void {
    if (link === this.oldest) this.oldest = link.next
  }

  remove(link: Link): void {
    if (link.previous) link.previous.next = link.next
    else this.oldest = link.next
    if (link.next) link.next.previous = link.previous
    else this.newest = link.previous
  }
}

function setup(): History {
  const history = new History()
  history.visit('/')
  return history
}

export const leaky = {
  name: 'pages that are never unlinked',
  setup,
  run: (history: History) => history.leave(history.visit('/cart')),
}

export const repaired = {
  name: 'pages that are unlinked',
  setup,
  run: (history: History) => history.remove(history.visit('/cart')),
}
