import { pageTarget } from '@plateau/memlab'
import { expect, test } from 'vitest'

/** One iteration opens the dialog and closes it again. */
function dialogOf(file) {
  return pageTarget({
    url: new URL(`../src/${file}`, import.meta.url).href,
    name: file,
    action: (page) => page.click('#open'),
    back: (page) => page.click('.close'),
  })
}

test('the dialog is gone once it is closed', async () => {
  await expect(dialogOf('fixed.html')).not.toLeak()
})

// What the leak looked like: take `.fails` away to read the message.
test.fails('the dialog stays in memory', async () => {
  await expect(dialogOf('leaky.html')).not.toLeak()
})
