// Taken when this module loads: fake timers replace the globals later.
const { setTimeout } = globalThis
const { requestAnimationFrame } = globalThis as {
  requestAnimationFrame?: (callback: () => void) => void
}

/** A page in the background draws no frames. */
const NO_FRAME_MS = 100

/** Waits until a frame was drawn and the page's own callbacks have run. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, NO_FRAME_MS)
    requestAnimationFrame?.(() => setTimeout(resolve, 0))
  })
}

export function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
}
