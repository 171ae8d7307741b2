import type { Driving } from '../drive/service.ts'

/** A Node program, or a Node process that runs already, and what one iteration of it is. */
export interface NodeTargetOptions extends Driving {
  /** What is started, with its arguments: `['node', 'server.js']`. `{port}` is replaced by the port that was chosen. */
  readonly command?: readonly string[]
  /** The address of the inspector of a process on this machine that runs already: `ws://127.0.0.1:9229/…`. */
  readonly attach?: string
  /** A process on this machine that runs already: its inspector is opened meanwhile. */
  readonly pid?: number
  /** Used in messages. Default: what `command`, `attach` or `pid` says. */
  readonly name?: string
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
  /** Bytes of memory it may take. Default: the smaller of its cgroup's limit and its engine's. */
  readonly limit?: number
  /** Receives what it prints. */
  readonly onOutput?: (chunk: Uint8Array, stream: 'stdout' | 'stderr') => void
}
