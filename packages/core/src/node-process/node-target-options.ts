import type { ProgramOptions } from '../drive/program-options.ts'

/** A Node program, or a Node process that runs already, and what one iteration of it is. */
export interface NodeTargetOptions extends ProgramOptions {
  /** What is started, with its arguments: `['node', 'server.js']`. `{port}` is replaced by the port that was chosen. */
  readonly command?: readonly string[]
  /** The address of the inspector of a process on this machine that runs already: `ws://127.0.0.1:9229/…`. */
  readonly attach?: string
  /** A process on this machine that runs already: its inspector is opened meanwhile. */
  readonly pid?: number
}
