import type { CommandOptions } from '@plateau/go/kit'

export const HELP: CommandOptions = { help: { help: 'print this' } }

/** What a run leaves behind. */
const LEFT_BEHIND: CommandOptions = {
  out: { value: 'DIR', help: 'the folder of the run (default .plateau/soak/NAME-TIME)' },
  history: {
    value: 'FILE',
    help: 'one line of each run is added there (default plateau-history.ndjson)',
  },
  json: { value: 'FILE', help: 'write the outcome there; - prints it alone', bare: '-' },
  'metrics-port': { value: 'N', help: 'serve OpenMetrics on this port of 127.0.0.1 while it runs' },
}

export const SOAK_OPTIONS: CommandOptions = {
  iterations: { value: 'N', help: 'judged iterations, after the warm-up' },
  duration: { value: '30m', help: 'how long, in place of iterations (default 10m)' },
  request: {
    value: 'R',
    help: "/path, or 'POST /path BODY' or @FILE, with {n}, {uuid}, {column}; several are sent in turn",
    isRepeatable: true,
  },
  websocket: {
    value: '/PATH',
    help: 'in place of requests, a WebSocket is opened there, spoken to and closed',
  },
  send: {
    value: 'TEXT',
    help: 'a message over it, or @FILE, with {n}, {uuid}, {column}; several are sent in turn',
    isRepeatable: true,
  },
  line: {
    value: 'TEXT',
    help: 'in place of requests, a line for the stdin of the program, or @FILE; several are sent in turn',
    isRepeatable: true,
  },
  until: { value: 'TEXT', help: 'what the last line of each answer to it contains' },
  answers: { value: 'N', help: 'messages or lines awaited after each that was sent (default 1)' },
  events: {
    value: 'R',
    help: 'in place of requests, a stream of server-sent events is opened so, heard and left',
  },
  count: { value: 'N', help: 'events that are heard before the client leaves (default 1)' },
  mcp: {
    value: '/PATH|stdio',
    help: 'in place of requests, sessions with a server of the Model Context Protocol',
  },
  call: {
    value: 'CALL',
    help: `a tool and its arguments: 'find {"id":{n}}'; several are called in turn (default tools/list)`,
    isRepeatable: true,
  },
  routes: {
    value: 'FILE',
    help: 'a request a line, or an Express application: each is soaked in a fresh process',
  },
  next: {
    value: 'DIR',
    help: 'an application of Next that was built: started, and each of its routes soaked so',
    bare: '.',
  },
  'issue-draft': {
    value: 'FILE',
    help: 'where something grows, the draft of an issue for whoever can mend it',
  },
  header: {
    value: 'H',
    help: "sent with every request: 'authorization: Bearer …'",
    isRepeatable: true,
  },
  data: {
    value: 'FILE',
    help: 'a .csv, .jsonl or .ndjson whose columns fill {column} of what is sent',
  },
  abandon: {
    value: '5%',
    help: 'in so many iterations the client vanishes in the middle',
  },
  'auth-env': {
    value: 'NAME',
    help: 'the variable that holds the login: sent as the header authorization, told nowhere',
  },
  rate: { value: 'N', help: 'iterations per second (default: as fast as they are answered)' },
  concurrency: { value: 'N', help: 'at most so many at once (default 4; 16 with a rate)' },
  stages: {
    value: '10x30s,50x2m',
    help: 'in place of concurrency: so many for so long, over and over',
  },
  timeout: { value: '10s', help: 'after so long an iteration has failed (default 10s)' },
  load: { value: 'external', help: 'others send the load: it is neither started nor paused' },
  'load-command': {
    value: 'CMD',
    help: "a generator that does $PLATEAU_ITERATIONS at $PLATEAU_URL: 'k6 run load.js'",
  },
  counter: {
    value: 'URL#NAME',
    help: 'the iterations of an external load: a number in JSON by its path, or a metric',
  },
  kind: { value: 'K', help: 'node, bun, go or process (default: by the command)' },
  go: { value: 'PKG', help: 'a main package, as go build takes it; its arguments follow --' },
  attach: { value: 'WS', help: 'the inspector of a Node process that runs: ws://127.0.0.1:9229/…' },
  pid: { value: 'N', help: 'a process that runs already' },
  url: { value: 'URL', help: 'the address of its service, where that is not on $PORT' },
  'port-variable': { value: 'NAME', help: 'tells the program its port (default PORT)' },
  ready: {
    value: '/PATH',
    help: 'answers once it is ready (default /); none for what is no HTTP service',
  },
  'start-within': { value: '60s', help: 'how long it may take until then (default 60s)' },
  env: { value: 'K=V', help: 'a variable of its environment', isRepeatable: true },
  'warm-up': { value: 'N', help: 'iterations before the first judged sample (default: a fifth)' },
  every: {
    value: 'N',
    help: 'iterations between two samples (default: a quarter while all is level, then a 16th to a 40th)',
  },
  mode: {
    value: 'M',
    help: 'checkpoints, continuous or envelope (default: by what can be measured)',
  },
  probes: { value: 'LIST', help: 'judge only these: heap,fds' },
  tolerate: {
    value: 'LIST',
    help: 'growth per iteration that is accepted: heap=16,fds=1',
    isRepeatable: true,
  },
  limit: { value: '512MiB', help: 'memory at which it would be killed (default: of its cgroup)' },
  'fail-fast': { help: 'end as soon as growth is proved and large; it never passes early' },
  explain: {
    value: 'auto|off',
    help: 'whether growth is explained, by a further leg (default auto)',
  },
  keep: { value: 'profile|snapshot', help: 'leave what explained it in a file' },
  output: {
    value: 'keep|off',
    help: 'whether what the program prints is kept in output.log (default keep)',
  },
  name: { value: 'NAME', help: 'in reports and file names' },
  ...LEFT_BEHIND,
  ...HELP,
}
