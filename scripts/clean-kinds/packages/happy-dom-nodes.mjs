import { Window } from 'happy-dom'

export const scenario = {
  setup: () => new Window(),
  run({ document }) {
    const item = document.createElement('button')
    item.innerHTML = '<b>save</b>'
    document.body.append(item)
    item.dispatchEvent(new document.defaultView.Event('click'))
    item.remove()
  },
  teardown: (window) => window.happyDOM.close(),
}
