import { expect, test } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { type ProfilePage, profilePage } from '../../src/report/profile-page.ts'
import { askPage, describeWithChromium, openPage } from './chromium-page.ts'

const HOSTILE = 'main.</script><img src=x onerror=document.title=1>\u2028&"\''

function frame(name: string, line: number) {
  return { function: name, file: '/src/api/main.go', line }
}

const MAIN = frame('main.main', 10)
const NEW_OBJECT = {
  function: 'runtime.newobject',
  file: '/usr/local/go/src/runtime/malloc.go',
  line: 1,
}
const SERVE = {
  function: 'github.com/acme/web/server.(*Server).Serve',
  file: '/mod/github.com/acme/web@v1.2.0/server/serve.go',
  line: 7,
}

/** Of 100 iterations: 24 bytes and an object each by `remember`, 8 bytes and two objects each by `note`. */
const PAGE: ProfilePage = {
  title: 'acme/api: GET /orders',
  goVersion: 'go1.26.8',
  iterations: 100,
  stacks: [
    {
      stack: [NEW_OBJECT, frame('main.remember', 26), SERVE, MAIN],
      base: { objects: 100, bytes: 2400 },
      final: { objects: 200, bytes: 4800 },
    },
    {
      stack: [frame('main.note', 31), SERVE, MAIN],
      base: { objects: 0, bytes: 0 },
      final: { objects: 200, bytes: 800 },
    },
    {
      stack: [frame('main.shrinks', 40), MAIN],
      base: { objects: 9, bytes: 90_000 },
      final: { objects: 1, bytes: 10_000 },
    },
  ],
}

const EMPTY: ProfilePage = { title: 'Nothing', iterations: 1, stacks: [] }

const NAMED_BADLY: ProfilePage = {
  ...PAGE,
  title: HOSTILE,
  stacks: PAGE.stacks.map((stack) => ({ ...stack, stack: [frame(HOSTILE, 1), MAIN] })),
}

test('a page is smaller than 60 KB without its stacks, and allows nothing but itself', () => {
  const html = profilePage(EMPTY)

  expect(Buffer.byteLength(html)).toBeLessThan(60_000)
  expect(html).toContain("default-src 'none'")
  expect(html).not.toMatch(/unsafe|https?:|<link|<img/)
})

test('names of functions never leave the text that they are in', () => {
  const html = profilePage(NAMED_BADLY)

  expect(html.match(/<script/g)).toHaveLength(2)
  expect(html).not.toContain('<img')
  expect(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)?.[1]).not.toMatch(
    /[<>&\u2028]/,
  )
})

describeWithChromium('in a real browser', () => {
  test('draws what grew, and breaks no policy', () => {
    const { html, complaints } = openPage(profilePage(PAGE))

    expect(complaints).toEqual([])
    expect(html).toContain('The stacks that grew: +32 bytes and +3 objects per iteration.')
    expect(html).toMatch(/<button[^>]*>main\.remember<\/button>/)
    expect(html).not.toMatch(/<button[^>]*>main\.shrinks<\/button>/)
  })

  test('a broken policy would be seen here', () => {
    const html = profilePage(PAGE).replace("'use strict';", "'use strict' ;")

    expect(openPage(html).complaints.join()).toContain('Content Security Policy')
  })

  test('shows hostile names as text', () => {
    const { html, complaints } = openPage(profilePage(NAMED_BADLY))

    expect(complaints).toEqual([])
    expect(html).not.toContain('<img')
    const script = `return [$('h1').textContent, $('tbody th').title, document.title]`
    expect(askPage(profilePage(NAMED_BADLY), script)).toEqual([HOSTILE, HOSTILE, HOSTILE])
  })

  test('says so where nothing grew', () => {
    const { html, complaints } = openPage(profilePage(EMPTY))

    expect(complaints).toEqual([])
    expect(html).toContain('No stack grew between the two profiles.')
    expect(html).toContain('No stack grew by bytes.')
  })

  testOfWhole(
    'a frame tells its name, file, line and growth to ears, and when it has the focus',
    () => {
      const asked = askPage(
        profilePage(PAGE),
        `const frame = $$('.frame').find((one) => one.textContent === 'main.remember')
      frame.focus()
      return [frame.getAttribute('aria-label'), $('#detail').textContent]`,
      )

      expect(asked).toMatchInlineSnapshot(`
      [
        "main.remember, /src/api/main.go:26, +24 bytes and +1 object per iteration, 75 % of what grew",
        "main.remember/src/api/main.go:26, +24 bytes and +1 object per iteration, 75 % of what grew",
      ]
    `)
    },
  )

  testOfWhole('the unit changes the widths', () => {
    const asked = askPage(
      profilePage(PAGE),
      `const width = () => $$('.frame').find((one) => one.textContent === 'main.note').style.width
      const before = width()
      $$('input[name=unit]')[1].click()
      return [before, width().slice(0, 5)]`,
    )

    expect(asked).toEqual(['25%', '66.66'])
  })

  testOfWhole('a click zooms, Escape and the button lead back', () => {
    const asked = askPage(
      profilePage(PAGE),
      `const widths = () => $$('.frame').map((one) => one.textContent + ' ' + one.style.width).join(', ')
      const find = () => $$('.frame').find((one) => one.textContent === 'main.note')
      const before = widths()
      find().click()
      const zoomed = widths()
      document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
      const escaped = widths()
      find().click()
      $('#reset').click()
      return { zoomed, back: [escaped === before, widths() === before, $('#reset').disabled] }`,
    )

    expect(asked).toEqual({
      zoomed: 'all that grew 100%, main.main 100%, server.(*Server).Serve 100%, main.note 100%',
      back: [true, true, true],
    })
  })

  testOfWhole('arrow keys move between frames', () => {
    const asked = askPage(
      profilePage(PAGE),
      `$('.frame').focus()
      return ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowLeft', 'ArrowUp'].map((key) => {
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
        return document.activeElement.textContent
      })`,
    )

    expect(asked).toEqual([
      'main.main',
      'server.(*Server).Serve',
      'main.remember',
      'main.note',
      'main.remember',
      'server.(*Server).Serve',
    ])
  })

  testOfWhole('a search marks frames and keeps the lines of the table that match', () => {
    const asked = askPage(
      profilePage(PAGE),
      `$('#search').value = ' Remember '
      $('#search').dispatchEvent(new Event('input'))
      return [$$('.found').map((one) => one.textContent), $$('tbody th').map((one) => one.textContent), $('#detail').textContent]`,
    )

    expect(asked).toEqual([['main.remember'], ['main.remember'], '1 frame matches.'])
  })

  testOfWhole('the table tells every line, and sorts by any column both ways', () => {
    const asked = askPage(
      profilePage(PAGE),
      `const rows = () => $$('tbody tr').map((row) => row.innerText.split('\\t').join(' | '))
      const order = () => $$('tbody th').map((one) => one.textContent.replace('main.', '')).join(' ')
      const first = rows()
      const button = $$('thead button')[0]
      button.click()
      const byName = [order(), $('thead th').getAttribute('aria-sort')]
      button.click()
      return { first, byName, again: [order(), $('thead th').getAttribute('aria-sort')] }`,
    )

    expect(asked).toMatchInlineSnapshot(`
      {
        "again": [
          "shrinks remember note",
          "descending",
        ],
        "byName": [
          "note remember shrinks",
          "ascending",
        ],
        "first": [
          "main.remember | +24 | +1 | api/main.go:26 | 2 400 | 4 800 | 100 | 200",
          "main.note | +8 | +2 | api/main.go:31 | 0 | 800 | 0 | 200",
          "main.shrinks | −800 | −0.08 | api/main.go:40 | 90 000 | 10 000 | 9 | 1",
        ],
      }
    `)
  })

  testOfWhole('a narrow window does not scroll sideways', () => {
    const html = profilePage(PAGE).replace('<body>', '<body style="width:360px">')

    const asked = askPage(html, 'return document.body.scrollWidth')

    expect(asked).toBeLessThanOrEqual(360)
  })
})
