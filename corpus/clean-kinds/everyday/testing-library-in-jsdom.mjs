// A component rendered, clicked by a user and cleaned up.
import { JSDOM } from 'jsdom'

export const scenario = {
  async setup() {
    const { window } = new JSDOM('<body></body>', { pretendToBeVisual: true })
    Object.assign(globalThis, { window, document: window.document, IS_REACT_ACT_ENVIRONMENT: true })
    const { createElement, useState } = await import('react')
    // The other entry adds a hook, which Jest refuses once a test has begun.
    const library = await import('@testing-library/react/pure.js')
    const Counter = () => {
      const [count, setCount] = useState(0)
      return createElement('button', { onClick: () => setCount(count + 1) }, `clicked ${count}`)
    }
    return { window, library, element: createElement(Counter) }
  },
  run({ library, element }) {
    library.render(element)
    library.fireEvent.click(library.screen.getByRole('button'))
    library.screen.getByText('clicked 1')
    library.cleanup()
  },
  teardown({ window }) {
    window.close()
    delete globalThis.window
    delete globalThis.document
    delete globalThis.IS_REACT_ACT_ENVIRONMENT
  },
}
