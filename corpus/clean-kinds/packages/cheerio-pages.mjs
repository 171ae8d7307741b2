import { load } from 'cheerio'

const html = `<ul>${'<li class="note"><a href="/a">a note</a></li>'.repeat(20)}</ul>`
export const scenario = {
  run() {
    const $ = load(html)
    $('li.note a').attr('rel', 'nofollow').first().remove()
    return $.html().length
  },
}
