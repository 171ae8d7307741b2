import { createElement, useMemo, useState } from 'react'
import { renderToString } from 'react-dom/server'

function Notes({ notes }) {
  const [open] = useState(true)
  const sorted = useMemo(() => [...notes].sort(), [notes])
  const items = sorted.map((note) => createElement('li', { key: note }, note))
  return open && createElement('ul', null, items)
}

export const scenario = {
  run: () => renderToString(createElement(Notes, { notes: ['two', 'one'] })).length,
}
