import { gunzipSync } from 'node:zlib'
import type { Frame } from '../frame.ts'
import { readWire } from './wire-reader.ts'

/** What one column of a profile counts: `{ type: 'inuse_objects', unit: 'count' }`. */
export interface SampleType {
  readonly type: string
  readonly unit: string
}

/** One stack with its figures, in the order of the profile's `sampleTypes`. */
export interface ProfileSample {
  /** Innermost first, inlined calls included. */
  readonly stack: readonly Frame[]
  readonly values: readonly number[]
}

/** A profile as `go tool pprof` reads it. */
export interface Profile {
  readonly sampleTypes: readonly SampleType[]
  readonly samples: readonly ProfileSample[]
  /** One sample per so many units of `periodType`: 1 where a heap profile is exact. */
  readonly period: number
  readonly periodType?: SampleType
}

/** Decodes a pprof profile (`profile.proto`), compressed or not; throws an Error that says what is wrong with it. */
export function decodeProfile(bytes: Uint8Array): Profile {
  const raw = unpack(bytes)
  try {
    return assemble(readTables(raw))
  } catch (error) {
    throw unreadable(`${(error as Error).message}. Take it again, and read it when it is complete.`)
  }
}

function unreadable(problem: string): Error {
  return new Error(`The profile cannot be read: ${problem}`)
}

function unpack(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) throw unreadable('it is empty.')
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      return gunzipSync(bytes)
    } catch (error) {
      const reason = (error as Error).message
      throw unreadable(`its gzip data is cut off or damaged (${reason}). Take it again.`)
    }
  }
  const start = new TextDecoder().decode(bytes.subarray(0, 200)).trimStart()
  if (start.startsWith('<'))
    throw unreadable('it is a web page. Give the address of the profile itself, /debug/pprof/heap.')
  if (/^[\x20-\x7e\s]+$/.test(start))
    throw unreadable(
      `it is text, beginning with "${start.split('\n')[0]?.slice(0, 60)}". Ask for it without debug=1 or debug=2.`,
    )
  return bytes
}

interface Line {
  readonly functionId: number
  readonly line: number
}

interface NamedFunction {
  readonly name: number
  readonly file: number
}

/** The message as it is stored: strings by index, functions and locations by id. */
interface Tables {
  readonly sampleTypes: { readonly type: number; readonly unit: number }[]
  readonly samples: { readonly locations: number[]; readonly values: number[] }[]
  readonly locations: Map<number, readonly Line[]>
  readonly functions: Map<number, NamedFunction>
  readonly strings: string[]
  periodType: { readonly type: number; readonly unit: number } | undefined
  period: number
}

/** Field numbers of the message `Profile`. */
const FIELD = {
  sampleType: 1,
  sample: 2,
  location: 4,
  function: 5,
  string: 6,
  periodType: 11,
  period: 12,
} as const

function readTables(raw: Uint8Array): Tables {
  const tables: Tables = {
    sampleTypes: [],
    samples: [],
    locations: new Map(),
    functions: new Map(),
    strings: [],
    periodType: undefined,
    period: 0,
  }
  const text = new TextDecoder()
  const wire = readWire(raw)
  for (let field = wire.next(); field !== undefined; field = wire.next()) {
    if (field === FIELD.sample) tables.samples.push(readSample(wire.bytes()))
    else if (field === FIELD.location) readLocation(wire.bytes(), tables)
    else if (field === FIELD.function) readFunction(wire.bytes(), tables)
    else if (field === FIELD.string) tables.strings.push(text.decode(wire.bytes()))
    else if (field === FIELD.sampleType) tables.sampleTypes.push(readType(wire.bytes()))
    else if (field === FIELD.periodType) tables.periodType = readType(wire.bytes())
    else if (field === FIELD.period) tables.period = wire.number()
    else wire.skip()
  }
  if (tables.sampleTypes.length === 0) throw new Error('it does not say what it counts')
  return tables
}

function readType(message: Uint8Array): { type: number; unit: number } {
  const [type = 0, unit = 0] = readNumbers(message, [1, 2])
  return { type, unit }
}

function readSample(message: Uint8Array): { locations: number[]; values: number[] } {
  const locations: number[] = []
  const values: number[] = []
  const wire = readWire(message)
  for (let field = wire.next(); field !== undefined; field = wire.next()) {
    if (field === 1) wire.numbersInto(locations)
    else if (field === 2) wire.numbersInto(values)
    else wire.skip()
  }
  return { locations, values }
}

function readLocation(message: Uint8Array, { locations }: Tables): void {
  const lines: Line[] = []
  let id = 0
  const wire = readWire(message)
  for (let field = wire.next(); field !== undefined; field = wire.next()) {
    if (field === 1) id = wire.number()
    else if (field === 4) {
      const [functionId = 0, line = 0] = readNumbers(wire.bytes(), [1, 2])
      lines.push({ functionId, line })
    } else wire.skip()
  }
  locations.set(id, lines)
}

function readFunction(message: Uint8Array, { functions }: Tables): void {
  const [id = 0, name = 0, file = 0] = readNumbers(message, [1, 2, 4])
  functions.set(id, { name, file })
}

/** The values of some fields that are whole numbers, 0 for those that are left out. */
function readNumbers(message: Uint8Array, fields: readonly number[]): readonly number[] {
  const values = fields.map(() => 0)
  const wire = readWire(message)
  for (let field = wire.next(); field !== undefined; field = wire.next()) {
    const at = fields.indexOf(field)
    if (at === -1) wire.skip()
    else values[at] = wire.number()
  }
  return values
}

function assemble(tables: Tables): Profile {
  const { strings, functions, period, periodType } = tables
  const named = ({ type, unit }: { type: number; unit: number }): SampleType => ({
    type: strings[type] ?? '',
    unit: strings[unit] ?? '',
  })
  // A location is in many stacks: its frames are made once.
  const frames = new Map<number, readonly Frame[]>()
  for (const [id, lines] of tables.locations) {
    const ofLocation = lines.map(({ functionId, line }) => {
      const found = functions.get(functionId)
      const name = strings[found?.name ?? 0] ?? ''
      return { function: name, file: strings[found?.file ?? 0] ?? '', line }
    })
    frames.set(id, ofLocation)
  }
  return {
    sampleTypes: tables.sampleTypes.map(named),
    samples: tables.samples.map(({ locations, values }) => ({
      stack: locations.flatMap((id) => frames.get(id) ?? []),
      values,
    })),
    period,
    ...(periodType && { periodType: named(periodType) }),
  }
}
