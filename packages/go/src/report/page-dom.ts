/** The little of a document that the page's script uses: the types of all of it would reach all of this package. */
export interface PageElement {
  textContent: string
  className: string
  hidden: boolean
  disabled: boolean
  value: string
  title: string
  tabIndex: number
  type: string
  scope: string
  readonly style: Record<'left' | 'width' | 'top' | 'height', string>
  readonly classList: { toggle(name: string, on: boolean): void }
  append(...children: PageElement[]): void
  replaceChildren(...children: PageElement[]): void
  setAttribute(name: string, text: string): void
  removeAttribute(name: string): void
  addEventListener(type: string, listen: (event: PageEvent) => void): void
  focus(): void
}

export interface PageEvent {
  readonly key?: string
  preventDefault(): void
}

export interface PageDocument {
  createElement(name: string): PageElement
  /** Selects what the page is known to have. */
  querySelector(selector: string): PageElement
  querySelectorAll(selector: string): Iterable<PageElement>
}
