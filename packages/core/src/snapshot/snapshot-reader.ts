import { assembleSnapshot } from './assemble-snapshot.ts'
import type { Section } from './byte-chunk.ts'
import { createChunkEncoder } from './chunk-encoder.ts'
import type { HeapSnapshot } from './heap-snapshot.ts'
import { createMemberReader, type MemberReader } from './member-reader.ts'
import { GIVE_A_SNAPSHOT, SnapshotFormatError } from './snapshot-format-error.ts'
import { readLayout } from './snapshot-layout.ts'
import {
  checkTables,
  createTables,
  type SnapshotTables,
  TABLE_NAMES,
  type TableName,
  tableSection,
} from './snapshot-tables.ts'
import { markStrongEdges } from './strong-edges.ts'
import { decodeUtf8, joinBytes } from './utf8.ts'
import { createValueSection } from './value-section.ts'

/** Takes a heap snapshot in pieces, cut anywhere, and keeps only what can be asked for. */
export interface SnapshotReader {
  /** Throws `SnapshotFormatError` at the first byte that cannot be part of a snapshot; passes over all that follows. */
  write(chunk: string | Uint8Array): void
  /** Throws `SnapshotFormatError` when something is missing, and again the one that `write` has thrown. */
  end(): HeapSnapshot
}

/** For a snapshot that arrives in chunks, as from an inspector session. */
export function createSnapshotReader(): SnapshotReader {
  const encode = createChunkEncoder()
  const seen = new Set<string>()
  let byteOffset = 0
  let tables: SnapshotTables | undefined
  let failure: Error | undefined
  const members = createMemberReader((name, at) => {
    if (seen.has(name))
      throw new SnapshotFormatError({ problem: `it has "${name}" twice`, byteOffset: at })
    seen.add(name)
    if (name === 'snapshot') return layoutSection()
    if (!isTableName(name)) return createValueSection()
    if (tables) return tableSection(name, tables)
    throw new SnapshotFormatError({
      problem: `it has no "snapshot" before "${name}"`,
      byteOffset: at,
      fix: GIVE_A_SNAPSHOT,
    })
  })

  function layoutSection(): Section {
    const pieces: Uint8Array[] = []
    const value = createValueSection((bytes) => pieces.push(Uint8Array.from(bytes)))
    return {
      read(chunk) {
        const hasEnded = value.read(chunk)
        if (hasEnded) tables = createTables(readLayout(decodeUtf8(joinBytes(pieces))))
        return hasEnded
      },
    }
  }

  return {
    write(chunk) {
      if (failure) return
      const bytes = encode(chunk)
      try {
        members.read({ bytes, byteOffset, at: 0 })
      } catch (error) {
        // Whoever takes chunks as events may not get to see it.
        failure = error as Error
        throw error
      }
      byteOffset += bytes.length
    },
    end() {
      if (failure) throw failure
      checkEnd(members, byteOffset)
      const missing = ['snapshot', 'nodes', 'edges', 'strings'].find((name) => !seen.has(name))
      if (missing || !tables)
        throw new SnapshotFormatError({ problem: `it has no "${missing}"`, fix: GIVE_A_SNAPSHOT })
      checkTables(tables)
      markStrongEdges(tables)
      return assembleSnapshot(tables)
    },
  }
}

function isTableName(name: string): name is TableName {
  return (TABLE_NAMES as readonly string[]).includes(name)
}

function checkEnd(members: MemberReader, byteOffset: number): void {
  const place = members.place()
  if (place === 'end') return
  if (place === 'start') throw new SnapshotFormatError({ problem: 'it is empty' })
  throw new SnapshotFormatError({
    problem:
      place === 'value'
        ? `it is cut short in the middle of "${members.name()}"`
        : 'it is cut short between two members',
    byteOffset,
  })
}
