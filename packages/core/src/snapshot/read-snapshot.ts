import { Buffer } from 'node:buffer'
import { closeSync, openSync, readSync } from 'node:fs'
import { createAllocationTree } from './allocation-tree.ts'
import { assembleSnapshot, type SnapshotTables } from './assemble-snapshot.ts'
import { BYTE, type ByteChunk, type Section } from './byte-chunk.ts'
import { createEdgeTable } from './edge-table.ts'
import type { HeapSnapshot } from './heap-snapshot.ts'
import { createLocationTable } from './location-table.ts'
import { createNodeTable } from './node-table.ts'
import { createNumberSection } from './number-section.ts'
import { SnapshotFormatError } from './snapshot-format-error.ts'
import { readLayout } from './snapshot-layout.ts'
import { createStringTable } from './string-table.ts'
import { markStrongEdges } from './strong-edges.ts'
import { createValueSection } from './value-section.ts'

/** Takes a heap snapshot in pieces, cut anywhere, and keeps only what can be asked for. */
export interface SnapshotReader {
  /** Throws `SnapshotFormatError` at the first byte that cannot be part of a snapshot. */
  write(chunk: string | Uint8Array): void
  /** Throws `SnapshotFormatError` when something is missing. */
  end(): HeapSnapshot
}

const READ_BYTES = 2 ** 20

/** Reads a file of any size, piece by piece; throws `SnapshotFormatError` for what is no snapshot. */
export function readSnapshotFile(path: string): HeapSnapshot {
  const file = openSync(path, 'r')
  try {
    const reader = createSnapshotReader()
    const buffer = Buffer.allocUnsafeSlow(READ_BYTES)
    for (;;) {
      const length = readSync(file, buffer, 0, READ_BYTES, null)
      if (length === 0) return reader.end()
      reader.write(buffer.subarray(0, length))
    }
  } catch (error) {
    throw error instanceof SnapshotFormatError ? error.in(path) : error
  } finally {
    closeSync(file)
  }
}

export function createSnapshotReader(): SnapshotReader {
  let byteOffset = 0
  let tables: SnapshotTables | undefined
  let section: Section | undefined
  let key = ''
  let place: 'start' | 'key' | 'in key' | 'colon' | 'value' | 'end' = 'start'
  const seen = new Set<string>()

  function sectionFor(name: string, at: number): Section {
    seen.add(name)
    if (name === 'snapshot') return layoutSection()
    if (!SECTIONS.has(name)) return createValueSection()
    if (!tables) {
      throw new SnapshotFormatError({
        problem: `"${name}" comes before "snapshot", which names its fields`,
        byteOffset: at,
      })
    }
    return tableSection(name, tables)
  }

  function layoutSection(): Section {
    const pieces: Uint8Array[] = []
    const value = createValueSection((bytes) => pieces.push(Uint8Array.from(bytes)))
    return {
      read(chunk) {
        const hasEnded = value.read(chunk)
        if (hasEnded) tables = createTables(Buffer.concat(pieces).toString('utf8'))
        return hasEnded
      },
    }
  }

  function structure(byte: number, at: number): void {
    if (place === 'in key') {
      if (byte === BYTE.quote) place = 'colon'
      else key += String.fromCharCode(byte)
      return
    }
    if (byte <= BYTE.space) return
    if (place === 'start' && byte === BYTE.openBrace) place = 'key'
    else if (place === 'key' && byte === BYTE.quote) {
      key = ''
      place = 'in key'
    } else if (place === 'key' && byte === BYTE.comma) return
    else if (place === 'key' && byte === BYTE.closeBrace) place = 'end'
    else if (place === 'colon' && byte === BYTE.colon) place = 'value'
    else {
      throw new SnapshotFormatError({
        problem: `it has ${JSON.stringify(String.fromCharCode(byte))} where JSON needs something else`,
        byteOffset: at,
      })
    }
  }

  function read(chunk: ByteChunk): void {
    while (chunk.at < chunk.bytes.length) {
      if (place !== 'value') {
        structure(chunk.bytes[chunk.at] as number, chunk.byteOffset + chunk.at)
        chunk.at++
      } else if (!section && (chunk.bytes[chunk.at] as number) <= BYTE.space) chunk.at++
      else {
        section ??= sectionFor(key, chunk.byteOffset + chunk.at)
        if (!section.read(chunk)) continue
        section = undefined
        place = 'key'
      }
    }
  }

  return {
    write(chunk) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
      read({ bytes, byteOffset, at: 0 })
      byteOffset += bytes.length
    },
    end() {
      const missing = ['snapshot', 'nodes', 'edges', 'strings'].find((name) => !seen.has(name))
      if (place !== 'end' || !tables || missing) {
        throw new SnapshotFormatError({ problem: 'it ends too early', byteOffset })
      }
      const { layout, nodes, edges, strings } = tables
      if (nodes.taken() !== layout.nodeCount || edges.taken() !== layout.edgeCount)
        throw new SnapshotFormatError({ problem: 'the counts do not match' })
      markStrongEdges({ nodes, edges, edgeTypes: layout.edgeTypes, strings })
      return assembleSnapshot(tables)
    },
  }
}

const SECTIONS = new Set([
  'nodes',
  'edges',
  'trace_function_infos',
  'trace_tree',
  'locations',
  'strings',
])

function createTables(text: string): SnapshotTables {
  const layout = readLayout(text)
  return {
    layout,
    nodes: createNodeTable(layout),
    edges: createEdgeTable(layout),
    strings: createStringTable(),
    locations: createLocationTable(layout),
    allocations: createAllocationTree(layout),
  }
}

function tableSection(name: string, tables: SnapshotTables): Section {
  const { layout, nodes, edges, strings, locations, allocations } = tables
  const rows = (rowLength: number, take: Parameters<typeof createNumberSection>[0]['take']) =>
    createNumberSection({ name, rowLength, take })
  switch (name) {
    case 'nodes':
      return rows(layout.node.rowLength, nodes.take)
    case 'edges':
      return rows(layout.edge.rowLength, edges.take)
    case 'trace_function_infos':
      return rows(layout.traceFunction.rowLength, allocations.takeFunctions)
    case 'locations':
      return rows(layout.location.rowLength, locations.take)
    case 'trace_tree':
      return allocations
    default:
      return strings
  }
}
