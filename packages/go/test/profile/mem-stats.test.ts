import { expect, test } from 'vitest'
import { memoryOfExpvar, memoryOfJson, parseMemStats } from '../../src/profile/mem-stats.ts'

const TEXT = `heap profile: 3: 4096 [9: 8192] @ heap/2
# runtime.MemStats
# Alloc = 1655848
# Sys = 13203720
# HeapAlloc = 1655848
# HeapReleased = 2949120
# HeapObjects = 1959
# Stack = 622592 / 622592
# MSpan = 43200 / 48960
# MCache = 2296 / 16072
# BuckHashSys = 1707517
# GCSys = 2339056
# OtherSys = 703507
# PauseNs = [17205 22454]
# NumGC = 2
# GCCPUFraction = 0.0005384453318001429
# DebugGC = false
`

const RECORD = {
  Alloc: 1655848,
  Sys: 13203720,
  HeapAlloc: 1655848,
  HeapReleased: 2949120,
  HeapObjects: 1959,
  MSpanInuse: 43200,
  MSpanSys: 48960,
  MCacheSys: 16072,
  BuckHashSys: 1707517,
  GCSys: 2339056,
  OtherSys: 703507,
  NumGC: 2,
}

const MEMORY = {
  heapBytes: 1655848,
  heapObjects: 1959,
  sysBytes: 13203720,
  heapReleasedBytes: 2949120,
  runtimeBytes: 48960 + 16072 + 1707517 + 2339056 + 703507,
}

test('reads the statistics behind a heap profile as text', () => {
  expect(parseMemStats(TEXT)).toEqual({ ...MEMORY, collections: 2 })
})

test('reads expvar and a record of JSON alike', () => {
  expect(memoryOfExpvar(JSON.stringify({ cmdline: ['api'], memstats: RECORD }))).toEqual(MEMORY)
  expect(memoryOfJson(RECORD)).toEqual(MEMORY)
})

test('leaves out what the record lacks', () => {
  expect(memoryOfJson({ HeapAlloc: 8, HeapObjects: 1 })).toEqual({ heapBytes: 8, heapObjects: 1 })
})

test('is undefined for what has no such statistics', () => {
  expect(parseMemStats('goroutine profile: total 4')).toBeUndefined()
  expect(parseMemStats('# runtime.MemStats\n# HeapAlloc = many\n')).toBeUndefined()
  expect(memoryOfExpvar('<html>')).toBeUndefined()
  expect(memoryOfExpvar('{"cmdline":[]}')).toBeUndefined()
  expect(memoryOfExpvar('null')).toBeUndefined()
  expect(memoryOfJson({ HeapAlloc: '8', HeapObjects: 1 })).toBeUndefined()
  expect(memoryOfJson({ HeapAlloc: -8, HeapObjects: Number.NaN })).toBeUndefined()
})
