import { parseHTML } from 'linkedom'

export const scenario = {
  run() {
    const { document } = parseHTML('<ul><li>one</li><li>two</li></ul>')
    for (const item of document.querySelectorAll('li')) item.setAttribute('class', 'note')
    return document.toString().length
  },
}
