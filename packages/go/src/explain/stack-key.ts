import type { Frame } from '../frame.ts'
import { packageOf, shownFunction } from './go-names.ts'

/** Two stacks of one key are one to a person: they differ in frames of the runtime or in type arguments. */
export function stackKey(stack: readonly Frame[]): string {
  const told = stack.filter((frame) => !isRuntime(frame))
  return (told.length > 0 ? told : stack).map(frameKey).join('\n')
}

export function frameKey({ function: name, file, line }: Frame): string {
  return `${shownFunction(name)} ${file}:${line}`
}

function isRuntime({ function: name }: Frame): boolean {
  return /^(?:internal\/)?runtime(?:$|\/)/.test(packageOf(name))
}
