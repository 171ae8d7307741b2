import { expect, test } from 'vitest'
import { render, renderLeaky } from '../src/render.js'

test('rendering levels off once the cache is full', async () => {
  let id = 0
  await expect(() => render(`hello {} ${id++}`)).not.toLeak({ bounded: 100 })
})

// What the leak looked like: take `.fails` away to read the message.
test.fails('rendering leaks without a limit', async () => {
  let id = 0
  await expect(() => renderLeaky(`hello {} ${id++}`)).not.toLeak()
}, 20_000)
