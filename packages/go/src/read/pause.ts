// Taken when this module loads: fake timers replace the global later.
const { setTimeout } = globalThis

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
}
