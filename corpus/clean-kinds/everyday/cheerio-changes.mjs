// A page loaded, changed and written back.
import { load } from 'cheerio'

const page = `<table>${'<tr><td class="price">7</td></tr>'.repeat(50)}</table>`

export const scenario = {
  run() {
    const $ = load(page)
    $('.price').each((_, cell) => void $(cell).text(`${Number($(cell).text()) * 2} €`))
    return $.html().length
  },
}
