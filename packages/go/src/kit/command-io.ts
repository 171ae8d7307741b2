/** What a command is connected to. */
export interface CommandIo {
  readonly stdout: TextSink
  readonly stderr: TextSink
  readonly env: NodeJS.ProcessEnv
  /** Paths and packages are meant from here. */
  readonly cwd: string
  /** Aborted, with the name of the signal as its reason, when the command shall end early. */
  readonly signal: AbortSignal
}

export interface TextSink {
  write(text: string): unknown
  /** Whether a line can be drawn over. */
  readonly isTTY?: boolean
  readonly columns?: number
}
