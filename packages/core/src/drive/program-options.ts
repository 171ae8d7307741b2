import type { Driving } from './service.ts'

/** Where a program runs, how it is reached and known to be ready, and what one iteration of it is. */
export interface RunOptions extends Driving {
  /** Where the program starts. Default: the working directory. */
  readonly cwd?: string
  /** Added to the environment of this process; `{port}` is replaced here, too. */
  readonly env?: Readonly<Record<string, string>>
  /** The variable of its environment that tells it the port to listen on. Default `PORT`. */
  readonly port?: string
  /** The address of the service where it is not on that port. */
  readonly url?: string
  /** The path that answers once it is ready; any answer will do. Default `/`. `false` for what is no HTTP service. */
  readonly ready?: string | false
  /** Whether it is spoken to over stdin and stdout, as `service.stdio` of `drive` and `load`; then it need not answer. */
  readonly stdio?: boolean
}

/** What every target takes that is a program. */
export interface ProgramOptions extends RunOptions {
  /** Used in messages. Default: what tells the program apart, such as its command. */
  readonly name?: string
  /** Bytes of memory it may take. Default: the limit of its cgroup, or its own where that is smaller. */
  readonly limit?: number
  /** Receives what it prints. */
  readonly onOutput?: (chunk: Uint8Array, stream: 'stdout' | 'stderr') => void
}
