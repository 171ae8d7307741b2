// A window per test: the `<body>` of jsdom keeps a range of every click for as long as it lives (true-leaks.md).

// Outside of the scenario, for it adds hooks, which Jest refuses once a test has begun.
import { userEvent } from '@testing-library/user-event'
import { JSDOM } from 'jsdom'

const NAMES = ['window', 'document', 'IS_REACT_ACT_ENVIRONMENT']

function enter(window) {
  Object.assign(globalThis, { window, document: window.document, IS_REACT_ACT_ENVIRONMENT: true })
}

export const scenario = {
  async setup() {
    enter(new JSDOM('<body></body>').window)
    const { createElement, useState } = await import('react')
    // The other entry adds a hook, which Jest refuses once a test has begun.
    const library = await import('@testing-library/react/pure.js')
    const Field = () => {
      const [text, setText] = useState('')
      const onChange = ({ target }) => setText(target.value.toUpperCase())
      return createElement('input', { value: text, onChange })
    }
    return { library, element: createElement(Field) }
  },
  async run({ library, element }) {
    const { window } = new JSDOM('<body></body>')
    enter(window)
    const page = library.render(element)
    const user = userEvent.setup({ document: window.document, delay: null })
    await user.type(page.getByRole('textbox'), 'ab')
    page.getByDisplayValue('AB')
    library.cleanup()
    window.close()
  },
  teardown() {
    window.close()
    for (const name of NAMES) delete globalThis[name]
  },
}
