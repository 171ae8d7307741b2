// Taken when this module loads: fake timers replace the global later.
const { setTimeout } = globalThis

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
}

/** As `pause`, but a runner that is done does not wait for its end: for what is raced against a program. */
export function patience(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref()
  })
}
