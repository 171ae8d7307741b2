// Every command of the workshop: its file, its line in the list, and what it needs before it can run.

const GROUPS = {
  'every day': {
    build: { file: 'build/build.mjs', needs: 'install', text: 'build every package' },
    test: { file: 'check/test.mjs', text: 'the tests that show within minutes what is broken' },
    'test:whole': {
      file: 'check/test.mjs',
      environment: { PLATEAU_TESTS: 'whole' },
      text: 'all tests, with those that are slow and seldom break',
    },
    'test:rest': {
      file: 'check/test.mjs',
      environment: { PLATEAU_TESTS: 'rest' },
      text: 'those alone that npm test leaves out; a part of them: --shard=1/4',
    },
    check: {
      file: 'check/check.mjs',
      needs: 'install',
      text: 'types, format, lint, unused exports, package shape, direction of imports',
    },
    demo: {
      file: 'demo/demo.mjs',
      text: 'published packages: each leaky release red, each repaired one green',
    },
  },
  'is it right?': {
    corpus: {
      file: 'corpus/corpus.mjs',
      text: 'leaks of published packages and their repairs, in Vitest and Jest',
    },
    'corpus:go': { file: 'corpus/corpus-go.mjs', text: 'Go programs, leaky and repaired' },
    'corpus:goroot': {
      file: 'goroot/corpus-goroot.mjs',
      text: "Go's own leak programs, read from GOROOT",
    },
    'loop:real': {
      file: 'loop/loop-real.mjs',
      text: 'the suites of published Go modules, looped as they are and with a leak planted',
    },
    culprits: {
      file: 'corpus/culprits.mjs',
      text: 'the culprit that is told beside the true one, over all leaky cases',
    },
    planted: {
      file: 'planted/planted.mjs',
      text: 'ordinary leaks in TypeScript, in real runners: what holds them and where, as told',
    },
    'false-alarms': {
      file: 'false-alarms/false-alarms.mjs',
      text: 'clean scenarios in real runners: none may be called a leak',
    },
    'false-alarms:go': {
      file: 'false-alarms/false-alarms-go.mjs',
      text: 'clean Go programs, the same',
    },
    'page-false-alarms': { file: 'pages/page-false-alarms.mjs', text: 'clean pages, the same' },
    'soak-false-alarms': {
      file: 'soak/soak-false-alarms.mjs',
      text: 'soaks of clean servers, the same',
    },
    'smallest-leak': {
      file: 'bench/smallest-leak.mjs',
      text: 'how small a leak is found, by heap and speed',
    },
    matrix: {
      file: 'matrix/matrix.mjs',
      text: 'one project in every runner, major, mode and Node that are supported',
    },
    'runner-made': {
      file: 'matrix/runner-made.mjs',
      text: 'growth that a runner itself makes is told as such',
    },
    families: {
      file: 'families/families.mjs',
      text: 'thousands of made-up readings of checks, by the real decision code',
    },
    'soak-families': {
      file: 'families/soak-families.mjs',
      text: 'thousands of made-up soaks, by the real decision code',
    },
    'compare-families': {
      file: 'families/compare-families.mjs',
      text: 'thousands of made-up histories of nights, by the real decision code',
    },
    mutations: {
      file: 'families/mutations.mjs',
      needs: 'install',
      text: 'changes every number that decides: a test must notice each',
    },
    'soak-kills': {
      file: 'soak/soak-kills.mjs',
      text: 'soaks that are killed at random: every run file must be readable',
    },
  },
  'what does it cost?': {
    bench: {
      file: 'bench/bench.mjs',
      text: 'the price of a check and what it finds, beside others',
    },
    'loop:price': {
      file: 'loop/loop-price.mjs',
      text: 'a suite of quick tests by its runner alone, and looped',
    },
    'bench:import': {
      file: 'bench/bench-import.mjs',
      text: 'what a test file pays for importing an adapter',
    },
    'bench:snapshot': {
      file: 'bench/bench-snapshot.mjs',
      text: 'the reader of heap snapshots beside others',
    },
    'bench:page': {
      file: 'pages/bench-page.mjs',
      text: "a page's verdict beside memlab's own run",
    },
    'bench:page-cost': {
      file: 'pages/page-cost.mjs',
      text: 'what a check of a slow page costs, step by step',
    },
    'bench:go': { file: 'bench/bench-go.mjs', text: 'Go programs, beside goleak and pprof' },
    'bench:soak': {
      file: 'soak/bench-soak.mjs',
      text: 'what a soak finds, and what it costs the server',
    },
    'bench:soak-report': {
      file: 'soak/bench-soak-report.mjs',
      text: 'how fast the page of a long soak is drawn',
    },
    'mcp-answers': {
      file: 'bench/mcp-answers.mjs',
      text: "the MCP server's answers, over a real heap of 100 MB: bytes and seconds",
    },
  },
  'before a release': {
    api: { file: 'release/api.mjs', text: 'writes the public types of every package to api/' },
    site: {
      file: 'docs/site.mjs',
      needs: 'install',
      text: 'builds the site of the docs into .cache/site',
    },
    verified: {
      file: 'docs/verified.mjs',
      text: 'writes the page of bug reports from the corpora and what was measured of them',
    },
    pictures: { file: 'docs/pictures.mjs', text: 'draws a leak, a cache and noise for the docs' },
    schemas: {
      file: 'release/schemas.mjs',
      needs: 'install',
      text: 'writes the JSON schemas of verdicts, runs and configurations from their types',
    },
    'set-owner': {
      file: 'release/set-owner.mjs',
      needs: 'install',
      text: 'sets the GitHub user or organisation in every manifest and link',
    },
  },
}

/** @type {Record<string, { file: string, text: string, needs?: string, environment?: Record<string, string> }>} */
export const COMMANDS = Object.assign({}, ...Object.values(GROUPS))

export function listOfCommands() {
  const widest = Math.max(...Object.keys(COMMANDS).map(({ length }) => length))
  const groups = Object.entries(GROUPS).map(([title, commands]) => {
    const lines = Object.entries(commands).map(
      ([name, { text }]) => `  ${name.padEnd(widest)}  ${text}`,
    )
    return [title, ...lines].join('\n')
  })
  return `npm run measure -- COMMAND [options]     (--help behind a command tells its options)

${groups.join('\n\n')}`
}
