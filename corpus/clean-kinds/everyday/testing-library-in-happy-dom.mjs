// A window per test: happy-dom keeps what is asked of the `<body>` for as long as the window lives (true-leaks.md).
import { Window } from 'happy-dom'

const NAMES = ['window', 'document', 'IS_REACT_ACT_ENVIRONMENT']

function enter(window) {
  Object.assign(globalThis, { window, document: window.document, IS_REACT_ACT_ENVIRONMENT: true })
}

export const scenario = {
  async setup() {
    enter(new Window())
    const { createElement, useState } = await import('react')
    // The other entry adds a hook, which Jest refuses once a test has begun.
    const library = await import('@testing-library/react/pure.js')
    const Counter = () => {
      const [count, setCount] = useState(0)
      return createElement('button', { onClick: () => setCount(count + 1) }, `clicked ${count}`)
    }
    return { library, element: createElement(Counter) }
  },
  async run({ library, element }) {
    const window = new Window()
    enter(window)
    const page = library.render(element)
    library.fireEvent.click(page.getByRole('button'))
    page.getByText('clicked 1')
    library.cleanup()
    await window.happyDOM.close()
  },
  teardown() {
    for (const name of NAMES) delete globalThis[name]
  },
}
