import type { CommandOptions } from '@plateau/go/kit'
import { COMPARE_OPTIONS } from './compare-command.ts'
import { DOCTOR_OPTIONS } from './doctor-command.ts'
import { INIT_OPTIONS } from './init-command.ts'
import { LEDGER_OPTIONS } from './ledger-command.ts'
import { LOOP_OPTIONS } from './loop-command.ts'
import { MCP_OPTIONS } from './mcp-options.ts'
import { MERGE_OPTIONS } from './merge-command.ts'
import { REPORT_OPTIONS } from './report-command.ts'
import { HELP, SOAK_OPTIONS } from './soak-options.ts'

/** Examples first: whoever asks has something to do. */
export function helpOf(command: string | undefined): string {
  const known = command === undefined || !Object.hasOwn(HELPS, command) ? undefined : HELPS[command]
  if (known === undefined) return OVERVIEW
  const { examples, about, options } = known
  return [
    examples.map(([line, what]) => `  ${line}\n      ${what}`).join('\n'),
    about,
    optionsText(options),
    EXIT_CODES,
  ].join('\n\n')
}

const EXIT_CODES = `Exit codes: 0 plateau, 1 growth, 2 misuse, 3 unsettled, 4 the target failed, 5 Plateau failed,
130 or 143 interrupted. Only 0 is a pass.
`

const OVERVIEW = `plateau runs a program for long under steady load; its memory must level off.

  plateau soak --iterations 20000 --request / -- node server.js
      start it, drive it, judge it, stop it
  plateau soak
      what plateau.config.mts says; plateau init writes one, and a nightly job
  plateau report .plateau/soak/server.js-2026-01-31T02-17-00 --html report.html
      tell again what a run saw
  plateau compare plateau-history.ndjson
      slow creep over many nights
  plateau loop vitest
      every test of a suite, repeated: which one leaks
  plateau doctor
      what can be measured here, and how to get the rest

Commands: soak, loop, ledger, bisect, report, compare, merge, resume, go, mcp, init, doctor. plateau COMMAND --help tells more.

${EXIT_CODES}`

interface Help {
  readonly examples: readonly (readonly [line: string, what: string])[]
  readonly about: string
  readonly options: CommandOptions
}

const SOAK: Help = {
  examples: [
    [
      'plateau soak --iterations 20000 --request / -- node server.js',
      'a Node program; it finds its port in PORT',
    ],
    [
      `plateau soak --duration 8h --rate 200 --request /orders/1 --request 'POST /orders {"id":1}' -- npm start`,
      'a night at a steady rate, two requests an iteration',
    ],
    [
      'plateau soak --go ./cmd/api --request /orders/1',
      'a Go package, built with an agent that reads it exactly',
    ],
    [
      "plateau soak --load-command 'k6 run load.js' -- node server.js",
      'a load generator that does $PLATEAU_ITERATIONS at $PLATEAU_URL',
    ],
    [
      `plateau soak --websocket /chat --send '{"join":"{uuid}"}' --abandon 5% -- node server.js`,
      'conversations over WebSockets, some of whose clients vanish',
    ],
    [
      'plateau soak --pid 4711 --duration 4h --counter http://127.0.0.1:3000/metrics#http_requests_total',
      'a process that runs and is driven already',
    ],
    [
      'plateau soak -- ./my-binary',
      'any program; its memory is watched, and convicts only by counts',
    ],
  ],
  about: `A configuration, plateau.config.ts, .mts, .js, .mjs or .json, says the same and more: targets such as pages,
and one iteration as a function. Options override it. The run is left in a folder: run.ndjson, from which
all else is made again, and reports for people, CI and Prometheus.`,
  options: SOAK_OPTIONS,
}

const HELPS: Readonly<Record<string, Help>> = {
  soak: SOAK,
  resume: {
    examples: [
      [
        'plateau resume .plateau/soak/api --request / -- node server.js',
        'go on after a run that was cut off',
      ],
    ],
    about: `The new segment warms up and is judged for itself: its process is another one. The run file holds neither
the command nor the environment, so they are given again; all other options are those of the run.`,
    options: SOAK_OPTIONS,
  },
  loop: {
    examples: [
      ['plateau loop vitest', "the project's own suite, every test repeated with its hooks"],
      ['plateau loop jest --filter cache --json loop.json', 'some tests of it; the rows as JSON'],
      ['plateau loop go ./... --budget 10m', 'every TestX of a module, each in its own process'],
      ['plateau loop merge shard-*.json', 'the rows of several machines'],
    ],
    about: `All other arguments are the runner's. A test that fails when repeated is told, and never called a leak.`,
    options: LOOP_OPTIONS,
  },
  ledger: {
    examples: [
      [
        "plateau ledger add --from loop.json --reason 'issue 41' --owner ada --until 2027-01-31",
        'accept for now what a loop found',
      ],
      [
        'plateau ledger prune --from loop.json',
        'remove what is not found any more, or past its day',
      ],
      ['plateau ledger check --from loop.json', 'the same, told and not changed'],
    ],
    about:
      'plateau.known.json is read by the matchers and by plateau loop. It may be lowered, never raised, by plateau loop --update.',
    options: LEDGER_OPTIONS,
  },
  bisect: {
    examples: [
      [
        'git bisect run npx plateau bisect loop vitest test/cache.test.ts -- npm ci',
        'the commit that brought a leak: what follows the two dashes is run first at each',
      ],
    ],
    about:
      'It ends with 0 for a plateau, 1 for growth and 125 for all else, as git bisect run asks.',
    options: HELP,
  },
  report: {
    examples: [
      ['plateau report run.ndjson --html report.html --json', 'tell again what a run saw'],
    ],
    about:
      'A run without its end line was cut off, or goes on: every report says so, and none is a pass.',
    options: REPORT_OPTIONS,
  },
  compare: {
    examples: [
      [
        'plateau compare plateau-history.ndjson',
        'creep and steps that every single night passes; it takes seven nights',
      ],
      [
        'plateau compare plateau-history.ndjson --since 2026-01-31',
        'the same from that night on, whose step was meant',
      ],
      ['plateau compare before/run.ndjson after/run.ndjson', 'what has become worse'],
    ],
    about:
      'Every run adds a line to the history, which a cache, an artifact or a branch keeps between nights.',
    options: COMPARE_OPTIONS,
  },
  merge: {
    examples: [
      ['plateau merge shard-*/run.ndjson --junit junit.xml', 'the worst verdict of all of them'],
    ],
    about:
      'Every process is judged for itself. Set PLATEAU_SHARD for each, and the reports tell them apart by it.',
    options: MERGE_OPTIONS,
  },
  init: {
    examples: [
      ['plateau init', 'plateau.config.mts, and a GitHub workflow for the night'],
      ['plateau init --gitlab', 'the same with a GitLab pipeline'],
      ['plateau init --unit', 'leak tests with the Vitest, Jest or node --test that is here'],
    ],
    about:
      'No file that is there is changed, but for --unit: it adds the adapter to the runner’s configuration and to\nTypeScript’s types.',
    options: INIT_OPTIONS,
  },
  mcp: {
    examples: [
      ['plateau mcp', 'an assistant checks scenarios, reads heaps and soaks below this folder'],
      ['plateau mcp --root packages/api', 'and nothing outside of that one'],
    ],
    about: `A server of the Model Context Protocol on stdin and stdout, as in claude mcp add plateau -- npx @plateau/cli mcp.
Its tools: check_scenario, loop_tests, compare_snapshots, paths_to_root, soak_start, soak_status, soak_report.`,
    options: MCP_OPTIONS,
  },
  doctor: {
    examples: [
      ['plateau doctor', 'what can be measured here, and how to get the rest'],
      ['plateau doctor vitest', 'plants leaks under the runner, which must be found'],
    ],
    about:
      'It ends with 0 where Node programs can be soaked and every planted leak is found, else with 5.',
    options: DOCTOR_OPTIONS,
  },
}

const COLUMN = 26

function optionsText(options: CommandOptions): string {
  const lines = Object.entries(options).map(([name, { value, help }]) => {
    const left = `--${name}${value === undefined ? '' : ` ${value}`}`
    return left.length < COLUMN
      ? `  ${left.padEnd(COLUMN)} ${help}`
      : `  ${left}\n  ${''.padEnd(COLUMN)} ${help}`
  })
  return ['Options:', ...lines].join('\n')
}
