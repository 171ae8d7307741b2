import { globSync, readFileSync } from 'node:fs'
import { configDefaults, defineConfig } from 'vitest/config'
import { LeftOutReporter } from './test/left-out-reporter.ts'
import { LongestFirst } from './test/longest-first.ts'
import { ProgressReporter } from './test/progress-reporter.ts'

/** The `source` entry of a package's exports: its TypeScript, so that tests never judge a stale dist. */
const CONDITIONS = ['source']

/** Tests of plain functions: they start nothing, wait for nothing and judge no heap. */
const PURE = [
  'packages/cli/test/file/*.test.ts',
  'packages/cli/test/load/{authorization,drivers/line-session,fill-requests,read-data,requests}.test.ts',
  'packages/cli/test/loop/{ledger,live-line,loop-rows,split-args}.test.ts',
  'packages/cli/test/report/**/!(html-report).test.ts',
  'packages/cli/test/run/{clock-events,judge-run,leg-plan}.test.ts',
  'packages/core/test/attribution/{explain-plan,fingerprint,phases,runner-allocated,source-maps,source-name,stack-of,store-expressions}.test.ts',
  'packages/core/test/decide/*.test.ts',
  'packages/core/test/engine/heap-prof.test.ts',
  'packages/core/test/loop/{level,loop-summary,turns}.test.ts',
  'packages/core/test/node-process/{inspector-words,options,process-names,refuted-growth}.test.ts',
  'packages/core/test/system-process/memory-limit.test.ts',
  'packages/core/test/target/no-node.test.ts',
  'packages/core/test/witness/births.test.ts',
  'packages/core/test/{closest-name,errors,judge-soak,options,scenario,sha-256}.test.ts',
  'packages/core/test/{plateau,report}/**/*.test.ts',
  'packages/go/test/dump/!(paths-to).test.ts',
  'packages/go/test/explain/{cgo-calls,climbing-stacks,connection-takers,culprits-of-go,go-sources,grown-goroutines,grown-stacks,hints,kept-on-purpose,refuted-bytes}.test.ts',
  'packages/go/test/options/*.test.ts',
  'packages/go/test/profile/!(collection-trace).test.ts',
  'packages/go/test/session/{in-flight,mortal-goroutines,pooled-pipes}.test.ts',
  'packages/memlab/test/explain/shown-file.test.ts',
  'packages/vitest/test/browser-paths.test.ts',
  'test/{architecture,repository,verified}.test.ts',
]
// The test files in fixtures are run by the runners that the tests start.
const EXCLUDED = [...configDefaults.exclude, '**/fixtures/**']

const ALL = ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts']

/** `quick`, the usual, `whole`, or `rest`: the tests that `quick` leaves out, which say so by `test/whole.ts`. */
const ASKED = process.env['PLATEAU_TESTS'] ?? 'quick'
const REAL =
  ASKED === 'rest'
    ? globSync(ALL).filter((file) => /\/whole\.ts'/.test(readFileSync(file, 'utf8')))
    : ALL

/** With `--shard=1/4`, a part has a report of its own: the count adds up what all of them told. */
const PART = /--shard=(\d+)\/(\d+)/.exec(process.argv.join(' '))?.slice(1).join('-of-')
const REPORT = PART === undefined ? ASKED : `${ASKED}-${PART}`

export default defineConfig({
  resolve: { conditions: CONDITIONS },
  ssr: { resolve: { conditions: CONDITIONS, externalConditions: CONDITIONS } },
  test: {
    pool: 'forks',
    // A guard against what hangs, and no measure: a run of a real runner takes a minute on a busy machine.
    testTimeout: 180_000,
    sequence: { sequencer: LongestFirst },
    // The JSON report is where the closing count of a CI run comes from.
    reporters: [
      'default',
      new LeftOutReporter(),
      new ProgressReporter(),
      ['json', { outputFile: `.cache/tests/${REPORT}.json` }],
    ],
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: PURE,
          exclude: ASKED === 'rest' ? [...EXCLUDED, ...PURE] : EXCLUDED,
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'real',
          include: REAL,
          exclude: [...EXCLUDED, ...PURE],
          // Most of these wait: for programs that they start, and for clocks to tick before a verdict of growth. More
          // would take the time of each other's checks.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
