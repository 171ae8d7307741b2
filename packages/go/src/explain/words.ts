import type { SourcePosition } from '@plateau/core'
import type { Frame } from '../frame.ts'
import { type ProjectFiles, positionOf } from './go-sources.ts'
import type { GrownStack } from './grown-stacks.ts'

/** `main.iterate (main.go:18)`. */
export function describeFrame(frame: Frame, project: ProjectFiles): string {
  return describePosition(positionOf(frame, project))
}

export function describePosition({ file, line, function: name }: SourcePosition): string {
  return `${name} (${file}:${line})`
}

/** `+4 heap objects, +810 bytes per iteration`. */
export function describeRate({ objects, bytes }: GrownStack['perIteration']): string {
  const objectsWord = shown(objects) === '1' ? 'heap object' : 'heap objects'
  const bytesWord = shown(bytes) === '1' ? 'byte' : 'bytes'
  return `+${shown(objects)} ${objectsWord}, +${shown(bytes)} ${bytesWord} per iteration`
}

/** Three significant digits, whole numbers from 100 on. */
export function shown(amount: number): string {
  return String(Math.abs(amount) >= 100 ? Math.round(amount) : Number(amount.toPrecision(3)))
}

/** `2.1 s`, whole seconds from 10 on. */
export function seconds(milliseconds: number): string {
  const amount = milliseconds / 1000
  return `${amount >= 10 ? Math.round(amount) : Number(amount.toFixed(1))} s`
}
