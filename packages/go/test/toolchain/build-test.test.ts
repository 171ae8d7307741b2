import { join } from 'node:path'
import { expect, it } from 'vitest'
import { buildTest } from '../../src/toolchain/build-test.ts'
import { describeWithGo } from '../go-toolchain.ts'
import { writeModule } from './written-module.ts'

const cwd = join(import.meta.dirname, '..', 'fixtures', 'agent-tests')

function failure(test: string, folder = cwd): Promise<string> {
  const request = { pkg: '.', cwd: folder, env: process.env, flags: [], agent: true, test }
  return buildTest(request).then(
    () => 'it was built',
    (error: Error) => `${error.name}: ${error.message}`,
  )
}

describeWithGo('a test', () => {
  it('that does not exist is refused with those that do, the likeliest first', async () => {
    expect(await failure('TestFailng')).toMatchInlineSnapshot(
      `"MisuseError: Package example.com/agent-tests has no test "TestFailng"; it has TestFailing, TestKeep, TestCases, TestClean, TestPanics, TestSkipped, TestParallel, TestKeepFromOutside. Check the name, and the build tags of its file."`,
    )
  })

  it('is not taken for one that only begins alike', async () => {
    expect(await failure('TestMain')).toContain('has no test "TestMain"')
  })

  it('is missing where a package has none', async () => {
    const folder = writeModule({
      'go.mod': 'module example.com/made\n\ngo 1.21\n',
      'made.go': 'package made\n',
    })

    expect(await failure('TestMade', folder)).toMatchInlineSnapshot(
      `"MisuseError: Package example.com/made has no test "TestMade": it has no tests at all. Check the name, and the build tags of its file."`,
    )
  })

  it('may be all that a folder has', async () => {
    const folder = writeModule({
      'go.mod': 'module example.com/made\n\ngo 1.21\n',
      'made_test.go': 'package made_test\n\nimport "testing"\n\nfunc TestMade(t *testing.T) {}\n',
    })

    expect(await failure('TestMade', folder)).toBe('it was built')
  })
})
