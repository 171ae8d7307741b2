/** Where the agent finds whom to report to. */
export const AGENT_VARIABLE = 'PLATEAU_BUN_AGENT'

/** Ended because the harness has gone, as `EX_SOFTWARE` of sysexits.h. */
const HARNESS_GONE = 70

/**
 * What a measured process does for us, as a preload of Bun: JavaScriptCore tells its statistics to the process alone, so it
 * collects and reads them when it is asked. Bytes that objects own outside the heap are told apart. The classes of all objects come
 * from a snapshot, which costs time: they are asked for after growth alone.
 *
 * Code that has not run for some seconds is dropped, and its strings with it: 800 objects at once, behind which growth hides.
 * Neither is counted; what is kept of strings shows in the bytes.
 */
export const AGENT_SOURCE: string = `'use strict'
const place = process.env.${AGENT_VARIABLE}
if (place && typeof Bun === 'object' && require('worker_threads').isMainThread) {
  const socket = require('net').connect(place)
  socket.unref()
  socket.on('error', () => {})
  socket.on('close', () => process.exit(${HARNESS_GONE}))
  const tell = (said) => socket.write(JSON.stringify(said) + '\\n')
  const statistics = () => require('bun:jsc').heapStats()
  const OF_CODE = /CodeBlock|Executable|^Structure|^string$/
  const READ = {
    memory() {
      Bun.gc(true)
      Bun.gc(true)
      const { heapSize, extraMemorySize, objectTypeCounts } = statistics()
      let objects = 0
      for (const type in objectTypeCounts) if (!OF_CODE.test(type)) objects += objectTypeCounts[type]
      return { heapBytes: heapSize - extraMemorySize, externalBytes: extraMemorySize, objects }
    },
    types() {
      Bun.gc(true)
      const { nodes, nodeClassNames } = Bun.generateHeapSnapshot()
      const types = {}
      for (let at = 0; at < nodes.length; at += 4) {
        const name = nodeClassNames[nodes[at + 2]]
        const type = (types[name] ??= { objects: 0, bytes: 0 })
        type.objects++
        type.bytes += nodes[at + 1]
      }
      return { types }
    },
  }
  let hasStatistics = false
  try {
    hasStatistics = typeof statistics().objectCount === 'number'
  } catch {}
  tell({ pid: process.pid, version: Bun.version, hasStatistics })
  socket.on('data', (asked) => {
    for (const what of String(asked).trim().split('\\n')) tell(READ[what]())
  })
}
`
