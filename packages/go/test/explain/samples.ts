import type { Growth } from '@plateau/core'
import type { GoEvidence } from '../../src/explain/go-evidence.ts'
import type { GrownGoroutines } from '../../src/explain/grown-goroutines.ts'
import type { GrownStack } from '../../src/explain/grown-stacks.ts'
import type { Frame } from '../../src/frame.ts'
import type { Profile } from '../../src/profile/decode-profile.ts'

const ROOT = '/home/dev/api'

/** `main.iterate main.go:18`, `time.NewTicker`, `github.com/acme/sql@v1.2.0/conn.go:7 github.com/acme/sql.Open`. */
export function frame(text: string): Frame {
  const [, path, line, name = text] = /^(\S+):(\d+) (\S+)$/.exec(text) ?? []
  if (path === undefined) return { function: name, file: standardFile(name), line: 1 }
  const file = path.includes('@') ? `/home/dev/go/pkg/mod/${path}` : `${ROOT}/${path}`
  return { function: name, file, line: Number(line) }
}

function standardFile(name: string): string {
  const path = name.slice(0, name.indexOf('.', name.lastIndexOf('/') + 1))
  return `/usr/local/go/src/${path}/${path.split('/').at(-1)}.go`
}

/** The stack is told innermost first; one object of 64 bytes per iteration unless said otherwise. */
export function grown(
  stack: readonly string[],
  perIteration = { objects: 1, bytes: 64 },
): GrownStack {
  return { stack: stack.map(frame), perIteration }
}

export function blocked(
  state: string,
  stack: readonly string[],
  createdBy: string,
): GrownGoroutines {
  const group = {
    state,
    isLocked: false,
    isProvenLeaked: false,
    stack: stack.map(frame),
    createdBy: frame(createdBy),
    count: 300,
  }
  return { group, perIteration: 1 }
}

export function growthOf(probe: Growth['probe'], perIteration = 1): Growth {
  return { probe, perIteration, interval: [perIteration, perIteration] }
}

export function evidence(parts: Partial<GoEvidence>): GoEvidence {
  return {
    growth: [growthOf('heapObjects')],
    iterations: 100,
    stacks: [],
    goroutines: [],
    closedByCollector: false,
    pooled: false,
    project: { moduleDir: ROOT, modulePath: 'example.com/api', goroot: '/usr/local/go' },
    ...parts,
  }
}

/** A heap profile of one stack for each entry. */
export function profile(
  entries: readonly { readonly stack: readonly string[]; objects: number; bytes: number }[],
  period = 1,
): Profile {
  return {
    sampleTypes: [
      { type: 'inuse_objects', unit: 'count' },
      { type: 'inuse_space', unit: 'bytes' },
    ],
    samples: entries.map(({ stack, objects, bytes }) => ({
      stack: stack.map(frame),
      values: [objects, bytes],
    })),
    period,
  }
}
