/** Where the agent finds whom to report to. */
export const AGENT_VARIABLE = 'PLATEAU_NODE_AGENT'

/** Ended because the harness has gone, as `EX_SOFTWARE` of sysexits.h. */
const HARNESS_GONE = 70

/**
 * What a measured process does for us: it opens its inspector, says where, and ends when we are gone.
 * It measures nothing, for that would show in its own heap. CommonJS, for `--require`; old enough for Node 16.
 * Package managers are passed over: what they start is the target. Their children carry the agent, too.
 */
export const AGENT_SOURCE: string = `'use strict'
const place = process.env.${AGENT_VARIABLE}
const isLauncher = /[\\\\/](?:npm|npx|pnpm|pnpx|yarn|yarnpkg|corepack)(?:-cli)?(?:\\.[cm]?js)?$/.test(process.argv[1] || '')
if (place && !isLauncher && require('worker_threads').isMainThread) {
  const inspector = require('inspector')
  if (!inspector.url()) inspector.open(0, '127.0.0.1')
  // Node takes the variable by which a worker knows itself out of its environment before this runs.
  const { worker } = process.send ? require('cluster') : {}
  const socket = require('net').connect(place)
  socket.unref()
  socket.on('error', () => {})
  socket.on('close', () => process.exit(${HARNESS_GONE}))
  socket.write(JSON.stringify({
    pid: process.pid,
    parentPid: process.ppid,
    url: inspector.url(),
    workerId: worker ? String(worker.id) : undefined,
  }) + '\\n')
}
`
