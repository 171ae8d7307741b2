// A whole window per iteration, closed after use.
import { JSDOM } from 'jsdom'

export const scenario = {
  async run() {
    const dom = new JSDOM('<p id="note">a note</p>')
    dom.window.document.getElementById('note').addEventListener('click', () => {})
    dom.window.close()
    await new Promise(setImmediate)
  },
}
