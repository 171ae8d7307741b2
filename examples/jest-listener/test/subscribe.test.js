const { serve, serveLeaky } = require('../src/subscribe.js')

test('a client leaves nothing behind', async () => {
  await expect(() => serve([])).not.toLeak()
})

// What the leak looked like: take `.failing` away to read the message.
test.failing('a client leaves its listener behind', async () => {
  await expect(() => serveLeaky([])).not.toLeak()
}, 20_000)
