// A window that runs a script of its page, closed after use.
import { JSDOM } from 'jsdom'

export const scenario = {
  async run() {
    const { window } = new JSDOM(
      '<p></p><script>document.querySelector("p").append("a note")</script>',
      {
        runScripts: 'dangerously',
      },
    )
    const text = window.document.body.textContent
    window.close()
    await new Promise(setImmediate)
    return text
  },
}
