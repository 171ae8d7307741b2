import { readFileSync } from 'node:fs'

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

/** A nightly job: the very file that the documentation shows. */
export function recipe(name: 'github-nightly.yml' | 'gitlab-nightly.gitlab-ci.yml'): string {
  return readFileSync(new URL(`../../recipes/${name}`, import.meta.url), 'utf8')
}
