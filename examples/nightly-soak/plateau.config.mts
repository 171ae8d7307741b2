import { defineSoak } from '@plateau/cli'

export default defineSoak({
  name: 'quotes',
  target: { command: ['node', 'src/server.js'] },
  load: { request: ['/tea', '/coffee', '/sugar'] },
  // For a night: duration: '8h', and a rate beside the requests.
  iterations: 2000,
  // A CI keeps it between nights, in a cache or an artifact.
  history: '.plateau/history.ndjson',
})
