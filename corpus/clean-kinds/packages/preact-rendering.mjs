import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'

const Note = ({ text }) => h('p', { class: 'note' }, text)
export const scenario = {
  run: () =>
    renderToString(h('main', null, h(Note, { text: 'one' }), h(Note, { text: 'two' }))).length,
}
