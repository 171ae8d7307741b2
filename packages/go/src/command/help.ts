import type { CommandOptions } from '../kit/parse-command-line.ts'
import { CHECK_OPTIONS, DIFF_OPTIONS, LINES_OPTIONS, TEST_OPTIONS } from './command-options.ts'

interface Help {
  readonly about: string
  readonly examples: readonly string[]
  readonly options: CommandOptions
  readonly closing: string
}

const EXIT_CODES = `Exit codes: 0 levels off · 1 grows · 2 misuse · 3 unsettled · 4 the program failed ·
5 plateau-go failed · 130 or 143 interrupted by SIGINT or SIGTERM.
`

const HELPS: Readonly<Record<string, Help>> = {
  check: {
    about:
      'Runs one iteration of a Go program again and again, and tells whether it leaks and where.',
    examples: [
      'plateau-go ./cmd/api --request /orders/1',
      `plateau-go ./cmd/api --request 'POST /orders {"id":1}' --request 'DELETE /orders/1'`,
      'plateau-go --bin ./api --arg --listen=:{port} --request / --ready /healthz',
      'plateau-go --url http://127.0.0.1:6060 --request /orders/1 --time-limit 5m',
      'plateau-go test ./internal/cache --run TestEvict',
      'plateau-go lines -- ./worker --steps 5000',
      'plateau-go diff base.pb.gz final.pb.gz',
    ],
    options: CHECK_OPTIONS,
    closing: `The package is built with an agent that reads its memory exactly; your files stay as they are.
${EXIT_CODES}plateau-go test --help, lines --help and diff --help tell of the other commands.
`,
  },
  test: {
    about: 'Runs a Go test again and again in one process, and tells whether it leaks and where.',
    examples: [
      'plateau-go test ./internal/cache --run TestEvict',
      'plateau-go test ./internal/cache --run TestEvict/full --probes goroutines,fds',
      'plateau-go test . --run TestServe --build-flag=-tags=integration --arg -v',
    ],
    options: TEST_OPTIONS,
    closing: EXIT_CODES,
  },
  lines: {
    about:
      'Judges any program that prints one runtime.MemStats as JSON per iteration; its other lines are ignored.',
    examples: [
      'plateau-go lines -- ./worker --steps 5000',
      'plateau-go lines --iterations 300 -- go run ./cmd/worker',
    ],
    options: LINES_OPTIONS,
    closing: `In the program, after each iteration:

  runtime.GC()
  var memory runtime.MemStats
  runtime.ReadMemStats(&memory)
  json.NewEncoder(os.Stdout).Encode(&memory)

${EXIT_CODES}`,
  },
  diff: {
    about: 'Tells which stacks hold more in the second of two heap profiles, biggest first.',
    examples: [
      'plateau-go diff base.pb.gz final.pb.gz',
      'plateau-go diff base.pb.gz final.pb.gz --iterations 1000 --html growth.html',
    ],
    options: DIFF_OPTIONS,
    closing: `Profiles are what /debug/pprof/heap?gc=1 answers, what pprof.WriteHeapProfile writes, and what
--keep profile leaves in .plateau/. A difference is no verdict: the exit code is 0 whatever grew.
`,
  },
}

/** Examples first, then every option. */
export function helpOf(command: string): string {
  const { about, examples, options, closing } = HELPS[command] ?? (HELPS['check'] as Help)
  const lines = Object.entries(options).map(([name, { value, help }]) => {
    const shown = value === undefined ? `--${name}` : `--${name} ${value}`
    return `  ${shown.padEnd(WIDTH)}  ${help}`
  })
  return `${about}\n\n${examples.map((example) => `  ${example}\n`).join('')}
${lines.join('\n')}\n\n${closing}`
}

/** Of the longest option. */
const WIDTH = 25
