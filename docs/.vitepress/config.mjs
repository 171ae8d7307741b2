// The site is these very files: nothing is fetched to build it, and nothing when it is read.
import { readFileSync } from 'node:fs'

const root = new URL('../../', import.meta.url)
const { repository } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))
const github = repository.url.replace(/^git\+|\.git$/g, '')

const SIDEBAR = [
  {
    text: 'Begin',
    items: [
      { text: 'Getting started', link: '/getting-started' },
      { text: 'Writing a scenario', link: '/writing-a-scenario' },
      { text: 'Objects that must be gone', link: '/objects' },
      { text: 'Reading a culprit', link: '/reading-a-culprit' },
      { text: 'Runners', link: '/runners' },
      { text: 'Other runners', link: '/other-runners' },
      { text: 'Coming from another tool', link: '/coming-from' },
    ],
  },
  {
    text: 'Beyond unit tests',
    items: [
      { text: 'Loop a suite', link: '/loop' },
      { text: 'The ledger of known leaks', link: '/ledger' },
      { text: 'Pages', link: '/pages' },
      { text: 'Go', link: '/go' },
      { text: 'Go: the command', link: '/go-command' },
      { text: 'Go: reading a failure', link: '/reading-a-go-failure' },
      { text: 'Soaks', link: '/soak' },
      { text: 'What drives a soak', link: '/drivers' },
      { text: "Reading a soak's report", link: '/reading-a-soak-report' },
      { text: 'In CI', link: '/ci' },
      { text: 'Assistants', link: '/assistants' },
    ],
  },
  {
    text: 'Can it be trusted?',
    items: [
      { text: 'What a leak looks like', link: '/shapes' },
      { text: 'Verified against bug reports', link: '/verified' },
      { text: 'How it decides', link: '/how-it-decides' },
      { text: 'How it explains', link: '/how-it-explains' },
      { text: 'Limits', link: '/limits' },
      { text: 'Figures', link: '/figures' },
      { text: 'Dependencies', link: '/dependencies' },
    ],
  },
]

export default {
  title: 'Plateau',
  description: 'Leak regression tests for Node, browsers and Go that people leave switched on.',
  lang: 'en',
  head: [['link', { rel: 'icon', href: '/icon.svg' }]],
  outDir: '../.cache/site',
  cacheDir: '../.cache/vitepress',
  srcExclude: ['recipes/**'],
  themeConfig: {
    search: { provider: 'local' },
    sidebar: SIDEBAR,
    nav: [
      { text: 'Getting started', link: '/getting-started' },
      { text: 'Coming from…', link: '/coming-from' },
      { text: 'Limits', link: '/limits' },
    ],
    socialLinks: [{ icon: 'github', link: github }],
    outline: [2, 3],
  },
  markdown: { config: linkToRepository },
}

/** What is no page here, such as a recipe or ARCHITECTURE.md, is a file of the repository. */
function linkToRepository(markdown) {
  markdown.core.ruler.push('repository-links', ({ tokens }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' ? token.attrGet('href') : null
      if (href === null || /^(?:[a-z]+:|#|\/)/.test(href)) continue
      if (/^[\w-]+\.(?:md|html)(?:#.*)?$/.test(href)) continue
      token.attrSet(
        'href',
        `${github}/blob/main/${new URL(href, 'file:///docs/').pathname.slice(1)}`,
      )
    }
  })
}
