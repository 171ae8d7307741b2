import type { ProbeName, Target } from '@plateau/core'
import type { Service, ServiceRequest } from '@plateau/core/drive'

/** A soak: what is measured, what is done to it, and for how long. */
export interface SoakConfig {
  /** In reports and file names. Default: what the target says. */
  readonly name?: string
  readonly target: SoakTarget | Target
  /** Left out, the target must know by itself what one iteration is. */
  readonly load?: SoakLoadConfig
  /** Judged iterations, after the warm-up. */
  readonly iterations?: number
  /** `'30m'`, `'8h'`, or milliseconds. Default without `iterations`: 10 minutes. */
  readonly duration?: string | number
  /** Iterations before the first judged sample. Default: a fifth of `iterations`, or a sixth of the time. */
  readonly warmUp?: number
  /** Iterations between two samples. Default: a quarter of them all while all is level, then a sixteenth to a fortieth. */
  readonly every?: number
  /** Default: by what can be measured. */
  readonly mode?: 'checkpoints' | 'continuous' | 'envelope'
  /** Judge only these. */
  readonly probes?: readonly ProbeName[]
  /** Accepted growth per iteration. */
  readonly tolerate?: { readonly [Probe in ProbeName]?: number }
  /** Memory at which it would be killed: `'512MiB'`, or bytes. Default: what its cgroup and engine say. */
  readonly limit?: string | number
  /** End as soon as growth is proved and large. It never passes early. */
  readonly failFast?: boolean
  /** Whether growth is explained, by a further leg of load. Default `auto`. */
  readonly explain?: 'auto' | 'off'
  /** What an explanation leaves in a file; snapshots hold the strings of the heap. */
  readonly keep?: 'snapshot' | 'profile'
  /** Whether what the program prints is kept in `output.log`, in the folder of the run. Default `keep`. */
  readonly output?: 'keep' | 'off'
  /** The folder of the run. Default: `.plateau/soak/NAME-TIME`. */
  readonly out?: string
  /** One line of each run is added there. Default: `plateau-history.ndjson`. */
  readonly history?: string
  /** OpenMetrics are served on this port of the loopback interface while it runs. */
  readonly metricsPort?: number
}

/** A program that is started, or a process that runs already; exactly one of the first four. */
export interface SoakTarget {
  /** The program and its arguments; `{port}` is replaced by a free port, which is in `PORT`, too. */
  readonly command?: readonly string[]
  /** A main package, as `go build` takes it. */
  readonly go?: string
  /** Arguments of the program that is built from `go`; `{port}` is replaced in them, too. */
  readonly args?: readonly string[]
  /** The inspector of a Node process that runs already: `ws://127.0.0.1:9229/…`. */
  readonly attach?: string
  /** A process that runs already. */
  readonly pid?: number
  /** How it is measured. Default: by the command. */
  readonly kind?: TargetKind
  /** The address of its service, where that is not on the port that it was given. */
  readonly url?: string
  readonly cwd?: string
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>
  /** The variable that tells it its port. Default `PORT`. */
  readonly port?: string
  /** The path that answers once it is ready. Default `/`. `false` for what is no HTTP service. */
  readonly ready?: string | false
  /** How long it may take until then. Default 60 s. */
  readonly startWithin?: string | number
}

export type TargetKind = 'node' | 'process' | 'go' | 'bun'

/**
 * What one iteration is, exactly one of `request`, `webSocket`, `events`, `mcp`, `lines`, `iteration`, `command` and `external`,
 * and how many there are at once.
 */
export interface SoakLoadConfig {
  /**
   * `'/'`, `'POST /items {"id":1}'`, `'POST /items @item.json'`, or requests that are sent one after the other. In them
   * `{n}` is the number of the iteration, `{uuid}` an identifier of its own, `{column}` one of `data`.
   */
  readonly request?: string | ServiceRequest | readonly (string | ServiceRequest)[]
  /**
   * In place of `request`, several routes, each soaked in a fresh process: a list of requests, a text file with one in each
   * line, a module that exports an Express application, or the folder of an application of Next that was built.
   */
  readonly routes?: string | readonly string[]
  readonly iteration?: (service: Service) => unknown
  /** A conversation over a WebSocket: it is opened at this path, messages are sent and answered, and it is closed. */
  readonly webSocket?: string | WebSocketConfig
  /** A stream of server-sent events: it is opened, some of them are heard, and the client leaves. */
  readonly events?: string | EventsConfig
  /** A session with a server of the Model Context Protocol at this path, or over `'stdio'`: what a client asks in it. */
  readonly mcp?: string | McpConfig
  /** A conversation with a program over stdin and stdout: lines are typed one after the other, and each is answered. */
  readonly lines?: string | readonly string[] | LinesConfig
  /** A .csv, .jsonl or .ndjson whose columns fill `{column}` of what is sent: a row an iteration, over and over. */
  readonly data?: string
  /** `'5%'`: in so many iterations the client vanishes in the middle, and sends nothing any more. */
  readonly abandon?: string
  /**
   * A load generator that does exactly `PLATEAU_ITERATIONS` at `PLATEAU_URL`, both in its environment.
   * With `counter` it is started once, and does as it likes.
   */
  readonly command?: readonly string[]
  /** Others send the load: it is neither started nor paused here. */
  readonly external?: true
  /** The number of iterations so far: `http://127.0.0.1:3000/metrics#http_requests_total`. */
  readonly counter?: string
  /** Iterations per second. Default: as fast as they are answered. */
  readonly rate?: number
  /** At most so many at once. Default 4; 16 with a rate. */
  readonly concurrency?: number
  /** In place of `concurrency`, so many for so long, over and over: `'10x30s,50x2m'`. */
  readonly stages?: string
  /** After so long an iteration has failed. Default 10 s. */
  readonly timeout?: string | number
  /** Sent with every request; what a request says itself wins. */
  readonly headers?: Readonly<Record<string, string>>
  /**
   * The variable of the environment that holds the login: sent as the header `authorization`, as a bearer's
   * token where it names no scheme. Its value is told nowhere.
   */
  readonly authEnv?: string
}

export interface WebSocketConfig {
  /** Where it is opened: `'/chat'`. */
  readonly path: string
  /** Messages that are sent one after the other: texts, or `'@file'`. */
  readonly send?: string | readonly string[]
  /** Messages of the service that are awaited after each that was sent. Default 1; 0 where it does not answer. */
  readonly answers?: number
}

export interface EventsConfig {
  /** What opens it, as in `request`: `'/feed'`, or `'POST /answers {"question":"{n}"}'`. */
  readonly request: string | ServiceRequest
  /** Events that are heard before the client leaves. Default 1. */
  readonly count?: number
}

export interface McpConfig {
  /** Where the server answers over streamable HTTP: `'/mcp'`. `'stdio'` where it is spoken to over stdin and stdout. */
  readonly path: string
  /** Tools and their arguments, `'search {"query":"{n}"}'`, or methods such as `'tools/list'`, which is the default. */
  readonly call?: string | readonly string[]
}

export interface LinesConfig {
  /** What is typed one after the other: `'add {n}'`, or `'@file'`. A line end is added. */
  readonly send: string | readonly string[]
  /** Lines of the program that are awaited after each. Default 1; 0 where it does not answer. */
  readonly answers?: number
  /** In place of a number: a text in the last line of each answer. */
  readonly until?: string
}

/** Types the configuration: `export default defineSoak({ … })` in `plateau.config.ts`. */
export function defineSoak(config: SoakConfig): SoakConfig {
  return config
}
