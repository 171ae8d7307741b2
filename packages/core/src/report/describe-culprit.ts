import type { Culprit, PathStep, SourcePosition } from '../plateau/verdict.ts'
import { ownerOf } from './runner-cause.ts'
import { COUNTED, number } from './units.ts'

/** A culprit in a few lines: what grows, where it is allocated, what holds it. */
export function describeCulprit(culprit: Culprit): readonly string[] {
  const { site, calledFrom, addedAt, path, madeBy, alsoHeldBy = [], details = [] } = culprit
  return [
    line('grows', grows(culprit)),
    ...(madeBy
      ? [line(madeBy.does === 'keeps' ? 'kept by' : 'made by', `${ownerOf(madeBy)}, not your code`)]
      : []),
    ...(site ? [line(siteLabel(culprit), position(site))] : []),
    ...(calledFrom ? [line('called from', position(calledFrom))] : []),
    ...(addedAt ? [line('added at', position(addedAt))] : []),
    ...(path.length > 0 ? [line('retained by', describePath(path))] : []),
    ...alsoHeldBy.map((owner) => line('also held by', describePath(owner))),
    ...details.map((detail) => line('', detail)),
    line('fingerprint', culprit.fingerprint),
  ]
}

/** `module src/cache.ts → sessions (Map) → entry → Session`. */
export function describePath(path: readonly PathStep[]): string {
  return path
    .map(({ name, type }, at) => {
      if (type === '' || type === name) return name
      if (type === 'module') return `module ${name}`
      const isLast = at === path.length - 1
      return name === 'entry' && isLast ? `entry → ${type}` : `${name} (${type})`
    })
    .join(' → ')
}

/** It is not an object: what is told of it is where it waits. */
function isGoroutine({ type }: Culprit): boolean {
  return type.startsWith('goroutine ')
}

function grows({ type, perIteration: { objects, bytes } }: Culprit): string {
  // Memory that is no object has no number.
  const counted = objects === 0 ? type : `+${number(objects)} ${counting(number(objects), type)}`
  // What was counted, and not weighed.
  if (bytes === 0) return `${counted} per iteration`
  return `${counted}, +${number(bytes)} ${number(bytes) === '1' ? 'byte' : 'bytes'} per iteration`
}

/** What is told by the noun of a probe has a plural; names of classes have none. */
function counting(shown: string, type: string): string {
  const [, many = type] = Object.values(COUNTED).find(([one]) => one === type) ?? []
  return shown === '1' ? type : many
}

function position({ file, line: row, column, function: name }: SourcePosition): string {
  const place = column === undefined ? `${file}:${row}` : `${file}:${row}:${column}`
  return name ? `${place}  ${name}` : place
}

/** Labels are padded so that what they tell stands in one column. */
const LABEL_WIDTH = 12

export function line(label: string, text: string): string {
  return `  ${label.padEnd(LABEL_WIDTH)}  ${text}`
}

/** A function is told as such: a line that did not allocate would be a wrong one. */
export function siteLabel(culprit: Culprit): string {
  if (isGoroutine(culprit)) return 'blocked at'
  return culprit.site?.isFunctionStart ? 'allocated in' : 'allocated at'
}
