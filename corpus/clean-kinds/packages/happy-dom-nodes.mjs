// `document.body` is asked for once: happy-dom keeps 32 bytes of each later question (true-leaks.md).
import { Window } from 'happy-dom'

export const scenario = {
  setup() {
    const window = new Window()
    return { window, body: window.document.body }
  },
  run({ window, body }) {
    const item = window.document.createElement('button')
    item.innerHTML = '<b>save</b>'
    body.append(item)
    item.dispatchEvent(new window.Event('click'))
    item.remove()
  },
  teardown: ({ window }) => window.happyDOM.close(),
}
