import { expect, test } from 'vitest'
import { openMetrics } from '../../src/report/open-metrics.ts'
import { viewOf } from '../../src/report/run-view.ts'
import { GROWING_SOAK, GROWTH, HOSTILE_SOAK } from './recorded-soak.ts'

test('gives each probe of each process, the load and the verdicts', () => {
  expect(openMetrics(viewOf(GROWING_SOAK))).toMatchInlineSnapshot(`
    "# HELP plateau_soak_run What runs; always 1.
    # TYPE plateau_soak_run gauge
    plateau_soak_run{run_id="orders-20261121-0217",target="orders",mode="checkpoints",plateau="0.1.0",node="24.21.0",platform="linux x64",commit="0f3c2d1",branch="main"} 1
    # HELP plateau_soak_complete 1 once the run has done all that it was asked for.
    # TYPE plateau_soak_complete gauge
    plateau_soak_complete{run_id="orders-20261121-0217",target="orders"} 1
    # HELP plateau_soak_elapsed_seconds Since the start.
    # TYPE plateau_soak_elapsed_seconds gauge
    # UNIT plateau_soak_elapsed_seconds seconds
    plateau_soak_elapsed_seconds{run_id="orders-20261121-0217",target="orders"} 60
    # HELP plateau_soak_iterations Iterations completed, warm-up included.
    # TYPE plateau_soak_iterations counter
    plateau_soak_iterations_total{run_id="orders-20261121-0217",target="orders"} 12000
    # HELP plateau_soak_failed_iterations Iterations that failed.
    # TYPE plateau_soak_failed_iterations counter
    plateau_soak_failed_iterations_total{run_id="orders-20261121-0217",target="orders"} 3
    # HELP plateau_soak_latency_seconds From when an iteration was due to its end, in the last stretch of load.
    # TYPE plateau_soak_latency_seconds summary
    # UNIT plateau_soak_latency_seconds seconds
    plateau_soak_latency_seconds{run_id="orders-20261121-0217",target="orders",quantile="0.5"} 0.002
    plateau_soak_latency_seconds{run_id="orders-20261121-0217",target="orders",quantile="0.99"} 0.012
    plateau_soak_latency_seconds{run_id="orders-20261121-0217",target="orders",quantile="1"} 0.12
    # HELP plateau_soak_heap_bytes The last reading of the probe heap, after a collection where there is one.
    # TYPE plateau_soak_heap_bytes gauge
    # UNIT plateau_soak_heap_bytes bytes
    plateau_soak_heap_bytes{run_id="orders-20261121-0217",target="orders",process="main"} 52784000
    plateau_soak_heap_bytes{run_id="orders-20261121-0217",target="orders",process="worker 2"} 31400000
    # HELP plateau_soak_fds The last reading of the probe fds, after a collection where there is one.
    # TYPE plateau_soak_fds gauge
    plateau_soak_fds{run_id="orders-20261121-0217",target="orders",process="main"} 21
    plateau_soak_fds{run_id="orders-20261121-0217",target="orders",process="worker 2"} 21
    # HELP plateau_soak_last_sample_timestamp_seconds When the last sample was taken, since 1970.
    # TYPE plateau_soak_last_sample_timestamp_seconds gauge
    # UNIT plateau_soak_last_sample_timestamp_seconds seconds
    plateau_soak_last_sample_timestamp_seconds{run_id="orders-20261121-0217",target="orders",process="main"} 1795227480
    plateau_soak_last_sample_timestamp_seconds{run_id="orders-20261121-0217",target="orders",process="worker 2"} 1795227480
    # HELP plateau_soak_limit_bytes Memory at which the process would be killed.
    # TYPE plateau_soak_limit_bytes gauge
    # UNIT plateau_soak_limit_bytes bytes
    plateau_soak_limit_bytes{run_id="orders-20261121-0217",target="orders",process="main"} 64000000
    plateau_soak_limit_bytes{run_id="orders-20261121-0217",target="orders",process="worker 2"} 64000000
    # HELP plateau_soak_verdict 1 for the kind that the verdict is; incomplete until the run has ended, but for growth.
    # TYPE plateau_soak_verdict gauge
    plateau_soak_verdict{run_id="orders-20261121-0217",target="orders",process="main",kind="plateau"} 0
    plateau_soak_verdict{run_id="orders-20261121-0217",target="orders",process="main",kind="growth"} 1
    plateau_soak_verdict{run_id="orders-20261121-0217",target="orders",process="main",kind="unsettled"} 0
    plateau_soak_verdict{run_id="orders-20261121-0217",target="orders",process="main",kind="incomplete"} 0
    plateau_soak_verdict{run_id="orders-20261121-0217",target="orders",process="worker 2",kind="plateau"} 1
    plateau_soak_verdict{run_id="orders-20261121-0217",target="orders",process="worker 2",kind="growth"} 0
    plateau_soak_verdict{run_id="orders-20261121-0217",target="orders",process="worker 2",kind="unsettled"} 0
    plateau_soak_verdict{run_id="orders-20261121-0217",target="orders",process="worker 2",kind="incomplete"} 0
    # HELP plateau_soak_growth_per_iteration What a probe grows by in each iteration, in its unit.
    # TYPE plateau_soak_growth_per_iteration gauge
    plateau_soak_growth_per_iteration{run_id="orders-20261121-0217",target="orders",process="main",probe="heap"} 112
    # HELP plateau_soak_limit_reached_seconds From the last sample until growth reaches the memory limit.
    # TYPE plateau_soak_limit_reached_seconds gauge
    # UNIT plateau_soak_limit_reached_seconds seconds
    plateau_soak_limit_reached_seconds{run_id="orders-20261121-0217",target="orders",process="main"} 18000
    # EOF
    "
  `)
})

test('gives the verdicts so far of a run that goes on', () => {
  const text = openMetrics(viewOf(GROWING_SOAK.slice(0, -1)), [GROWTH])

  expect(text).toMatch(/^plateau_soak_complete\{[^}]*\} 0$/m)
  expect(text).toMatch(/^plateau_soak_verdict\{[^}]*process="main",kind="growth"\} 1$/m)
  expect(text).toMatch(/^plateau_soak_verdict\{[^}]*process="worker 2",kind="incomplete"\} 1$/m)
  expect(text).toMatch(/^plateau_soak_limit_reached_seconds\{[^}]*process="main"\} 18000$/m)
})

test('a name adds no line and ends no label', () => {
  const lines = openMetrics(viewOf(HOSTILE_SOAK)).trimEnd().split('\n')

  const label = /\w+="(?:[^"\\\n]|\\["\\])*"/.source
  const row = new RegExp(`^\\w+\\{${label}(?:,${label})*\\} -?[\\d.e+]+$`)
  expect(lines.filter((line) => !line.startsWith('# ') && !row.test(line))).toEqual([])
  expect(lines.indexOf('# EOF')).toBe(lines.length - 1)
})
