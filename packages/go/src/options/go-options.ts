import type { Driving } from '@plateau/core/drive'

/** A Go program and what one iteration of it is. Exactly one of `pkg`, `bin` and `url` says where it is. */
export interface GoTargetOptions extends Driving {
  /** A main package, as `go build` takes it: `./cmd/api`. Built with an agent that reads exactly. */
  readonly pkg?: string
  /** An executable that is there already: a path, or a command on the PATH. */
  readonly bin?: string
  /** The address of a process that runs already, here or elsewhere: `http://staging:6060`. */
  readonly url?: string
  /** Used in messages. Default: what `pkg`, `bin` or `url` says. */
  readonly name?: string
  /** Where `pkg`, `bin` and the program start from. Default: the working directory. */
  readonly cwd?: string
  /** The program's arguments. `{port}` in one of them is replaced by the port that was chosen. */
  readonly args?: readonly string[]
  /** Added to the environment of this process; `{port}` is replaced here, too. */
  readonly env?: Readonly<Record<string, string>>
  /** What the program reads from its standard input. Default: nothing. */
  readonly stdin?: string
  /** Flags of `go build`, such as `['-tags', 'integration']`. */
  readonly buildFlags?: readonly string[]
  /** One iteration that the program registered with the agent: `agent.Scenario("name", …)`. */
  readonly scenario?: string
  /**
   * How its memory is read. Default `auto`: the best that it offers. `lines`: it prints one
   * `runtime.MemStats` as JSON per iteration, in whatever language it is written.
   */
  readonly driver?: GoDriver
  /** The variable of its environment that tells it the port to listen on. Default `PORT`. */
  readonly port?: string
  /** The path that answers once it is ready. Any answer will do. Default `/`. */
  readonly ready?: string
  /** Where `net/http/pprof` is: a path, or a whole address if that is another port. Default `/debug/pprof`. */
  readonly pprof?: string
  /** GOMAXPROCS. Default 1, at which readings repeat exactly; `default` leaves it to Go. */
  readonly processors?: number | 'default'
  /** Receives what it prints. */
  readonly onOutput?: (chunk: Uint8Array, stream: 'stdout' | 'stderr') => void
}

export type GoDriver = 'auto' | 'agent' | 'pprof' | 'expvar' | 'process' | 'lines'

/** A Go test and how it is built. */
export interface GoTestOptions {
  /** A test binary that is there already, made by `go test -c`: nothing is injected, and only its heap is judged. */
  readonly bin?: string
  readonly name?: string
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Arguments after those of the test binary, as after `-args`. */
  readonly args?: readonly string[]
  /** Flags of `go test`, such as `['-tags', 'integration']`. */
  readonly buildFlags?: readonly string[]
  /** GOMAXPROCS. Default 1; `default` leaves it to Go. */
  readonly processors?: number | 'default'
}
