import { JSDOM } from 'jsdom'

export const scenario = {
  setup: () => new JSDOM('<main></main>'),
  run({ window: { document } }) {
    const item = document.createElement('button')
    item.textContent = 'save'
    item.addEventListener('click', () => item.classList.add('done'))
    document.querySelector('main').append(item)
    item.click()
    item.remove()
  },
  teardown: ({ window }) => window.close(),
}
