import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runNode } from '../../../test/run-node.ts'
import { testOfWhole } from '../../../test/whole.ts'
import { installedProject } from '../../../workshop/installed-project.mjs'
import { findChromium } from '../src/chromium/find-chromium.ts'
import { missingChromium } from './chromium.ts'

const testWithChromium = missingChromium ? test.skip : testOfWhole

const CONFIG = `import { defineConfig } from '@playwright/test'
import { quietArguments } from '@plateau/memlab'

export default defineConfig({
  reporter: 'json',
  workers: 1,
  timeout: 60_000,
  use: {
    launchOptions: {
      executablePath: process.env.TEST_CHROMIUM,
      args: ['--no-sandbox', ...quietArguments],
    },
  },
})
`

const SPEC = `import { expect as plainExpect, test } from '@playwright/test'
import { pageTarget } from '@plateau/memlab'
import { expect } from '@plateau/memlab/playwright'

const PAGE = \`<button id=open>open</button><script>
  const panels = []
  function open(keeps) {
    const panel = document.createElement('div')
    document.body.append(panel)
    panel.remove()
    if (keeps) panels.push(panel)
  }
</script>\`

test('a page that keeps an element', async ({ page }) => {
  await page.setContent(PAGE)
  const target = pageTarget({ page, name: 'keeper', action: () => page.evaluate('open(true)') })
  await expect(target).not.toLeak({ iterations: 80 })
})

test('a page that keeps nothing', async ({ page }) => {
  await page.setContent(PAGE)
  const target = pageTarget({ page, action: () => page.click('#open'), back: () => page.evaluate('open(false)') })
  await plainExpect(target).not.toLeak({ iterations: 80 })
  await expect(page.locator('#open')).toBeVisible()
})
`

interface Report {
  readonly suites: readonly {
    readonly specs: readonly {
      readonly title: string
      readonly ok: boolean
      readonly tests: readonly {
        readonly results: readonly { readonly errors: readonly { message: string }[] }[]
      }[]
    }[]
  }[]
}

testWithChromium('pages of Playwright are judged in its own tests', async () => {
  const project = installedProject({
    name: 'playwright',
    dependencies: { '@plateau/memlab': 'packed', '@playwright/test': '1.65.1' },
    files: { 'playwright.config.mjs': CONFIG, 'page.spec.mjs': SPEC },
  })

  const { output } = await runNode(
    [join(project, 'node_modules', '@playwright', 'test', 'cli.js'), 'test'],
    { cwd: project, environment: { TEST_CHROMIUM: findChromium() } },
  )

  const [suite] = (JSON.parse(output.slice(output.indexOf('{'))) as Report).suites
  const [keeper, clean] = suite?.specs ?? []
  expect(clean).toMatchObject({ title: 'a page that keeps nothing', ok: true })
  expect(keeper).toMatchObject({ title: 'a page that keeps an element', ok: false })
  const message = keeper?.tests[0]?.results[0]?.errors[0]?.message ?? ''
  expect(message).toContain('nodes grew +1 DOM node per iteration')
  expect(message).toContain('panels (Array) → entry → Detached <div>')
})
