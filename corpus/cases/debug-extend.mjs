// Every logger made by log.extend() was pushed into a list of all instances and stayed there.
export const meta = {
  id: 'debug-extend',
  package: 'debug',
  leaky: '4.1.1',
  fixed: '4.3.1',
  kind: 'logger / global registry array',
  metric: 'heap',
  n: 1500,
  source:
    'debug-js/debug 72e7f86 "fix memory leak within debug instance" (4.2.0, completed in 4.3.0)',
  bytesPerIteration: 298,
  node: ['22', '24'],
}

export async function setup(load) {
  const { default: debug } = await load()
  return { log: debug('shop') }
}

export function iterate({ log }) {
  const jobLog = log.extend('invoice')
  jobLog('printed %d pages', 3)
}

export async function teardown() {}
