/** The configuration that `plateau init` writes. */
export function configTemplate(command: readonly string[]): string {
  const words = command.map((word) => `'${word}'`).join(', ')
  return `import { defineSoak } from '@plateau/cli'

export default defineSoak({
  // Started with a free port in PORT; driven once it answers.
  target: { command: [${words}] },
  // What one iteration is. 'POST /items {"id":1}' sends a body; several are sent one after the other.
  load: { request: '/', rate: 200 },
  // By time; or by iterations: 100_000.
  duration: '30m',
})
`
}

/** 02:17 rather than 02:00: on the hour, scheduled workflows wait longest. */
export const GITHUB_TEMPLATE = `name: Nightly soak
on:
  schedule:
    - cron: '17 2 * * *'
  workflow_dispatch:
concurrency:
  group: plateau-nightly
  cancel-in-progress: false
permissions:
  contents: read
jobs:
  soak:
    runs-on: ubuntu-latest
    # The duration of the soak, and what installing and explaining take.
    timeout-minutes: 60
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 24
          cache: npm
      - run: npm ci
      - uses: actions/cache@v4
        with:
          path: plateau-history.ndjson
          key: plateau-history-\${{ github.run_id }}
          restore-keys: plateau-history-
      - run: npx plateau soak --out plateau-out
      # Slow creep that every single night passes. With fewer than seven nights it cannot tell.
      - run: npx plateau compare plateau-history.ndjson || [ $? -eq 3 ]
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: plateau
          # Snapshots hold the strings of the heap: they stay here.
          path: |
            plateau-out
            !**/*.heapsnapshot
`

export const GITLAB_TEMPLATE = `# Include it in .gitlab-ci.yml, and add a pipeline schedule:
#   include: '.gitlab/plateau-nightly.gitlab-ci.yml'
plateau-nightly:
  image: node:24
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule"
  # The duration of the soak, and what installing and explaining take.
  timeout: 1h
  cache:
    key: plateau-history
    paths: [plateau-history.ndjson]
    when: always
  script:
    - npm ci
    - npx plateau soak --out plateau-out
    # Slow creep that every single night passes. With fewer than seven nights it cannot tell.
    - npx plateau compare plateau-history.ndjson || [ $? -eq 3 ]
  artifacts:
    when: always
    paths: [plateau-out]
    # Snapshots hold the strings of the heap: they stay here.
    exclude: ['**/*.heapsnapshot']
    reports:
      junit: plateau-out/junit.xml
      metrics: plateau-out/metrics.txt
`
