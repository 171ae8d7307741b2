// Does exactly the iterations that a checkpoint asks for:
//   plateau soak --load-command 'k6 run --quiet docs/recipes/k6.js' -- node server.js
import { check } from 'k6'
import http from 'k6/http'

export const options = {
  vus: 4,
  iterations: Number(__ENV.PLATEAU_ITERATIONS),
  thresholds: { checks: ['rate==1'] },
}

export default function () {
  const answer = http.get(`${__ENV.PLATEAU_URL}/orders/1`)
  check(answer, { 'is answered': ({ status }) => status === 200 })
}
