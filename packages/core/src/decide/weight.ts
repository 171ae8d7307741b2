/** What one iteration left alive: bytes by the function that made them. */
export interface Weight {
  /** Iterations completed by then. */
  readonly iterations: number
  readonly places: readonly WeighedPlace[]
}

export interface WeighedPlace {
  /** Stays the same from weighing to weighing of one check. */
  readonly key: string
  readonly bytes: number
}
