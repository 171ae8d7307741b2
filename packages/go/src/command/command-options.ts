import type { CommandOptions, OptionSpec } from '../kit/parse-command-line.ts'

const PROGRAM: CommandOptions = {
  arg: {
    value: 'A',
    help: 'an argument of the program; {port} stands for the port it shall use',
    isRepeatable: true,
    takesDashes: true,
  },
  env: { value: 'K=V', help: 'a variable of its environment', isRepeatable: true },
  'build-flag': {
    value: 'F',
    help: 'a flag of go build, such as -tags=integration',
    isRepeatable: true,
    takesDashes: true,
  },
  processors: { value: 'N', help: 'GOMAXPROCS, or default to leave it to Go (default 1: exact)' },
}

const JUDGING: CommandOptions = {
  iterations: { value: 'N', help: 'judge exactly so many (default: as many as it needs)' },
  'max-iterations': { value: 'N', help: 'at most so many' },
  'time-limit': { value: '30s', help: 'the most it may take, the build excluded (default 60s)' },
  probes: { value: 'LIST', help: 'judge only these: goroutines,fds' },
  tolerate: {
    value: 'LIST',
    help: 'growth per iteration that is accepted: heap=16,fds=1',
    isRepeatable: true,
  },
  bounded: { value: 'N', help: 'a store is meant to fill up to so many entries' },
  explain: {
    value: 'auto|off',
    help: 'whether growth is explained, by a second run (default auto)',
  },
  keep: { value: 'profile|snapshot', help: 'leave what explained it in .plateau/' },
  json: { value: 'FILE', help: 'write the verdict there; - prints it alone' },
  quiet: { help: 'print nothing when it levels off' },
}

const HELP: CommandOptions = { help: { help: 'print this' } }

export const CHECK_OPTIONS: CommandOptions = {
  request: {
    value: 'R',
    help: "what one iteration asks for: /path, or 'POST /path BODY'; repeatable",
    isRepeatable: true,
  },
  header: { value: 'K:V', help: 'sent with every request', isRepeatable: true },
  scenario: { value: 'NAME', help: 'one iteration that the program registered with the agent' },
  bin: { value: 'PATH', help: 'an executable in place of a package' },
  url: { value: 'URL', help: 'a process that runs already, read through net/http/pprof' },
  driver: { value: 'D', help: 'auto, agent, pprof, expvar, process or lines (default auto)' },
  'port-variable': { value: 'NAME', help: 'tells the program its port (default PORT)' },
  ready: { value: '/PATH', help: 'answers once it is ready (default /)' },
  pprof: { value: 'PATH', help: 'where net/http/pprof is (default /debug/pprof)' },
  ...PROGRAM,
  ...JUDGING,
  ...HELP,
  version: { help: 'print the version' },
}

export const TEST_OPTIONS: CommandOptions = {
  run: { value: 'TestX', help: 'the test, or TestX/case: it is run again and again' },
  bin: {
    value: 'PATH',
    help: 'a binary of go test -c: nothing is built, and only its heap judged',
  },
  ...PROGRAM,
  ...JUDGING,
  ...HELP,
}

export const LINES_OPTIONS: CommandOptions = {
  env: PROGRAM['env'] as OptionSpec,
  ...JUDGING,
  ...HELP,
}

export const DIFF_OPTIONS: CommandOptions = {
  iterations: {
    value: 'N',
    help: 'how many there were between the two: tells growth per iteration',
  },
  html: { value: 'FILE', help: 'write a page with a flame graph there' },
  json: { help: 'print every stack that grew as JSON' },
  ...HELP,
}
