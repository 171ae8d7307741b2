import { join } from 'node:path'
import { expect } from 'vitest'
import { runNode } from '../../../test/run-node.ts'
import { testOfWhole } from '../../../test/whole.ts'
import { installedProject, VERSIONS } from '../../../workshop/installed-project.mjs'

const TEST = `import { cleanup, render } from '@testing-library/react'
import { createElement } from 'react'
import { expect, test } from 'vitest'

const Hello = ({ name }) => createElement('p', null, 'hello ', name)

test('without cleanup', async () => {
  await expect(() => {
    render(createElement(Hello, { name: 'you' }))
  }).not.toLeak({ iterations: 60 })
})

test('with cleanup', async () => {
  await expect(() => {
    render(createElement(Hello, { name: 'you' }))
    cleanup()
  }).not.toLeak()
})
`

testOfWhole(
  'components that are rendered without cleanup are told as such, and with it they level off',
  async () => {
    const project = installedProject({
      name: 'vitest-rendered',
      dependencies: {
        '@plateau/vitest': 'packed',
        '@testing-library/dom': '10.4.2',
        '@testing-library/react': '16.3.3',
        jsdom: '26.1.0',
        react: '19.3.1',
        'react-dom': '19.3.1',
        vitest: VERSIONS.vitest,
      },
      files: {
        'rendered.test.js': TEST,
        'vitest.config.js':
          "export default { test: { setupFiles: ['@plateau/vitest'], environment: 'jsdom', testTimeout: 60_000, cache: false } }\n",
      },
    })
    const vitest = join(project, 'node_modules', 'vitest', 'vitest.mjs')

    const { output } = await runNode([vitest, 'run'], { cwd: project })

    expect(output).toMatch(/Tests +1 failed \| 1 passed/)
    expect(output).toMatch(/FAIL .*without cleanup/)
    expect(output).toContain("Testing Library's render() needs its cleanup() there")
  },
  300_000,
)
