// A window per test: happy-dom keeps what is asked of the `<body>` for as long as the window lives (true-leaks.md).
import { Window } from 'happy-dom'

const GLOBALS = {
  window: () => current,
  document: () => current.document,
}

let current

/** Jest 30 keeps what every assignment to a global replaced, until the test file ends (true-leaks.md): these are set once. */
function defineGlobals() {
  for (const [name, get] of Object.entries(GLOBALS)) {
    Object.defineProperty(globalThis, name, { configurable: true, get })
  }
  globalThis.IS_REACT_ACT_ENVIRONMENT = true
}

export const scenario = {
  async setup() {
    current = new Window()
    defineGlobals()
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
    current = window
    const page = library.render(element)
    library.fireEvent.click(page.getByRole('button'))
    page.getByText('clicked 1')
    library.cleanup()
    await window.happyDOM.close()
  },
  teardown() {
    for (const name of Object.keys(GLOBALS)) delete globalThis[name]
    delete globalThis.IS_REACT_ACT_ENVIRONMENT
    current = undefined
  },
}
