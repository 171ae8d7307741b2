import { chmodSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type TestContext, test } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { installedProject } from '../../../../workshop/installed-project.mjs'
import { endIn, runHere, runPlateau, SERVER, testFolder } from '../command/run-plateau.ts'

/** By npm, without its script: the binaries are in packages of their own for each platform. */
function bunOf(context: TestContext): string {
  try {
    const project = installedProject({
      name: 'bun-soak',
      dependencies: { bun: '1.4.5' },
      files: {},
    })
    const [binary = ''] = globSync('node_modules/@oven/bun-*/bin/bun{,.exe}', { cwd: project })
    chmodSync(join(project, binary), 0o755)
    return join(project, binary)
  } catch (error) {
    console.warn(`SKIPPED with Bun, which npm install bun@1.4.5 would bring: ${error}`)
    return context.skip('npm install bun@1.4.5 brought no binary for this platform')
  }
}

async function soakOf(bun: string, kind: string, options: readonly string[] = []) {
  const cwd = testFolder()
  const soak = ['soak', '--iterations', '4000', '--out', 'out', '--request', '/', ...options]
  const done = await runPlateau([...soak, '--', bun, SERVER, kind], cwd)
  return { ...done, end: endIn(cwd) }
}

testOfWhole(
  'a program of Bun that levels off passes, and of one that leaks the class that grows is told',
  async (context) => {
    const bun = bunOf(context)
    const [clean, leaky] = await Promise.all([soakOf(bun, 'none'), soakOf(bun, 'leak')])

    expect([clean.code, leaky.code]).toEqual([0, 1])
    expect(clean.stdout).toContain('heapObjects')
    expect(leaky.stdout).toMatch(
      /grows +\+(?:1|1\.0\d|0\.99\d?) Object, \+[\d.]+ bytes per iteration/,
    )
    expect(leaky.stdout).toContain('Bun tells neither the line that allocates these objects')
    expect(leaky.end?.verdicts).toMatchObject([{ process: 'main', verdict: { kind: 'growth' } }])
  },
  900_000,
)

testOfWhole(
  'a program of Bun that crashes, and what Bun does not run, fail the soak',
  async (context) => {
    const bun = bunOf(context)
    const crashed = await soakOf(bun, 'crash')
    expect(crashed.code).toBe(4)

    const cwd = testFolder()
    const soak = ['soak', '--iterations', '200', '--kind', 'bun', '--request', '/']
    const node = await runPlateau([...soak, '--', process.execPath, SERVER], cwd)
    expect(node.code).toBe(4)
    expect(node.stdout).toContain('no Bun process of it has reported within 10000 ms')
  },
  900_000,
)

test('a program of Bun that runs already is refused', async () => {
  const { code, stderr } = await runHere(
    ['soak', '--kind', 'bun', '--pid', '4711', '--request', '/', '--url', 'http://127.0.0.1:1'],
    testFolder(),
  )

  expect(code).toBe(2)
  expect(stderr).toContain(
    "target.kind: 'bun' (--kind bun) needs a command that is started here, received pid",
  )
})
