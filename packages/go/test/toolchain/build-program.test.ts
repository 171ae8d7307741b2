import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import type { BuildRequest } from '../../src/toolchain/build.ts'
import { buildProgram } from '../../src/toolchain/build-program.ts'
import { startWithAgent } from '../agent/started-agent.ts'
import { describeWithGo, hasCompiler } from '../go-toolchain.ts'
import { mainWith, writeModule } from './written-module.ts'

const FIXTURES = join(import.meta.dirname, '..', 'fixtures')
const AGENT = join(import.meta.dirname, '..', '..', 'agent')

function request(cwd: string, pkg = '.', others: Partial<BuildRequest> = {}): BuildRequest {
  return { pkg, cwd, env: process.env, flags: [], agent: true, ...others }
}

function fixture(name: string): string {
  return join(FIXTURES, name)
}

async function reached(built: BuildRequest): Promise<string> {
  const { agent, output } = await startWithAgent(await buildProgram(built))
  await agent.settle()
  return output()
}

const MODULE = 'module example.com/made\n\ngo 1.21\n'

describeWithGo('a program', () => {
  it('gets the agent while its folders stay as they are', async () => {
    const before = execFileSync('git', ['status', '--short', '--ignored', fixture('agent-program')])

    const build = await buildProgram(request(fixture('agent-program'), './cmd/serve'))

    expect(build).toMatchObject({
      hasAgent: true,
      packageDir: fixture('agent-program/cmd/serve'),
      moduleDir: fixture('agent-program'),
      modulePath: 'example.com/agent-program',
      go: { version: expect.stringMatching(/^go1\.\d+/) },
    })
    const after = execFileSync('git', ['status', '--short', '--ignored', fixture('agent-program')])
    expect(after.toString()).toBe(before.toString())
  })

  it('may be in another module than the working directory', async () => {
    const build = await buildProgram(request(FIXTURES, './agent-program/cmd/serve'))

    expect(build.modulePath).toBe('example.com/agent-program')
  })

  it.skipIf(!hasCompiler)('may have C in its package main', async () => {
    await expect(reached(request(fixture('agent-cgo')))).resolves.toBeTypeOf('string')
  })

  testOfWhole('may have its dependencies vendored', async () => {
    const folder = writeModule({
      'go.mod': `${MODULE}\nrequire example.com/words v1.0.0\n`,
      'main.go': mainWith('println(words.First)', ['example.com/words']),
      'vendor/modules.txt': '# example.com/words v1.0.0\n## explicit; go 1.21\nexample.com/words\n',
      'vendor/example.com/words/words.go': 'package words\n\nconst First = "vendored"\n',
    })

    const output = await reached(request(folder, '.', { flags: ['-mod=vendor'] }))

    expect(output).toBe('vendored\n')
  })

  it('may belong to a workspace', async () => {
    const folder = writeModule({
      'go.work': 'go 1.21\n\nuse (\n\t./app\n\t./words\n)\n',
      'app/go.mod': 'module example.com/app\n\ngo 1.21\n',
      'app/main.go': mainWith('println(words.First)', ['example.com/words']),
      'words/go.mod': 'module example.com/words\n\ngo 1.21\n',
      'words/words.go': 'package words\n\nconst First = "from the workspace"\n',
    })

    expect(await reached(request(folder, './app'))).toBe('from the workspace\n')
  })

  testOfWhole('is built with the tags that the user gives', async () => {
    const folder = writeModule({
      'go.mod': MODULE,
      'main.go': mainWith('println(word)'),
      'plain.go': '//go:build !special\n\npackage main\n\nconst word = "plain"\n',
      'special.go': '//go:build special\n\npackage main\n\nconst word = "special"\n',
    })

    expect(await reached(request(folder, '.', { flags: ['-tags', 'special'] }))).toBe('special\n')
    expect(await reached(request(folder))).toBe('plain\n')
  })

  testOfWhole('may be in a folder that nobody may write to', async () => {
    const folder = writeModule({ 'go.mod': MODULE, 'main.go': mainWith('println("read-only")') })
    chmodSync(folder, 0o500)

    expect(await reached(request(folder))).toBe('read-only\n')
  })

  it('that imports the agent gets no second one', async () => {
    const folder = writeModule({
      'go.mod': `${MODULE}\nrequire plateau.test/agent v0.0.0\n\nreplace plateau.test/agent => ./agent\n`,
      'main.go': `package main

import (
	"context"

	"plateau.test/agent"
)

var kept []*int

func main() {
	agent.Scenario("keeps one", func(context.Context) error { kept = append(kept, new(int)); return nil })
	agent.Scenario("panics", func(context.Context) error { panic("no \\"word\\"\\x00") })
	agent.Wait()
	println("waited")
}
`,
    })
    cpSync(AGENT, join(folder, 'agent'), { recursive: true })

    const build = await buildProgram(request(folder, '.', { agent: false }))
    const { agent, ended, output } = await startWithAgent(build)

    expect(build.hasAgent).toBe(true)
    await expect.poll(() => agent.scenarios()).toEqual(['keeps one', 'panics'])
    const { signal } = new AbortController()
    expect(await agent.run('keeps one', 1000, signal)).toBe(1000)
    await expect(agent.run('panics', 2, signal)).rejects.toThrow(
      /^Iteration 1 of scenario "panics" failed: panic: no "word"\0\nmain\.main\.func2/,
    )
    expect(await agent.run('keeps one', 3, signal)).toBe(3)
    agent.close()
    expect(await ended).toBe(0)
    expect(output()).toContain('waited')
  })

  it('without the agent is built without it', async () => {
    const folder = writeModule({ 'go.mod': MODULE, 'main.go': mainWith('') })

    expect(await buildProgram(request(folder, '.', { agent: false }))).toMatchObject({
      hasAgent: false,
    })
  })
})

describeWithGo('the cache of builds', () => {
  it('gives the same binary until a file changes', async () => {
    const folder = writeModule({ 'go.mod': MODULE, 'main.go': mainWith('println("one")') })

    const first = await buildProgram(request(folder))
    const { ino, mtimeMs } = statSync(first.binary)
    const second = await buildProgram(request(folder))
    writeFileSync(join(folder, 'main.go'), mainWith('println("two")'))
    const third = await buildProgram(request(folder))

    expect(second.binary).toBe(first.binary)
    expect(statSync(second.binary)).toMatchObject({ ino, mtimeMs })
    expect(third.binary).not.toBe(first.binary)
  })

  testOfWhole('is not harmed by several that build the same at once', async () => {
    const folder = writeModule({ 'go.mod': MODULE, 'main.go': mainWith('println("both")') })

    const builds = await Promise.all([1, 2, 3].map(() => buildProgram(request(folder))))

    expect(new Set(builds.map(({ binary }) => binary)).size).toBe(1)
    const cache = join(folder, 'node_modules', '.cache', 'plateau', 'go')
    expect(readdirSync(cache)).toHaveLength(1)
    expect(statSync(cache).mode & 0o777).toBe(0o700)
    expect(await reached(request(folder))).toBe('both\n')
  })
})

describeWithGo('a program that cannot be built is refused', () => {
  function failure(built: BuildRequest): Promise<string> {
    return buildProgram(built).then(
      () => 'it was built',
      (error: Error) => `${error.name}: ${error.message}`.replaceAll(FIXTURES, '<fixtures>'),
    )
  }

  it('with the words of the compiler', async () => {
    expect(await failure(request(fixture('agent-broken')))).toMatchInlineSnapshot(`
      "TargetError: go build failed:
      # example.com/agent-broken
      ./main.go:4:2: undefined: undefinedName"
    `)
  })

  it('when it is no program', async () => {
    expect(await failure(request(fixture('agent-program'), './library'))).toMatchInlineSnapshot(
      `"MisuseError: pkg must be a program, received "./library": example.com/agent-program/library is package library, not package main. Name the folder of a package main, or test this one with goTest."`,
    )
  })

  it('when there is no such folder', async () => {
    expect(await failure(request(fixture('agent-program'), './nosuch'))).toMatchInlineSnapshot(
      `"MisuseError: pkg must name a folder with a Go package, received "./nosuch" in <fixtures>/agent-program."`,
    )
  })

  it('when the pattern stands for several packages', async () => {
    expect(
      await failure(request(fixture('agent-program'), 'example.com/agent-program/...')),
    ).toMatchInlineSnapshot(
      `"MisuseError: pkg must name one package, received "example.com/agent-program/...": 2 packages."`,
    )
  })

  it('when a file is named', async () => {
    expect(
      await failure(request(fixture('agent-program'), './cmd/serve/main.go')),
    ).toMatchInlineSnapshot(
      `"MisuseError: pkg must name a package and not a file, received "./cmd/serve/main.go"."`,
    )
  })

  it('with flags that change what is measured', async () => {
    const race = request(fixture('agent-program'), './cmd/serve', { flags: ['-race'] })
    const cover = request(fixture('agent-program'), './cmd/serve', {
      env: { ...process.env, GOFLAGS: '-cover' },
    })

    expect(await failure(race)).toMatchInlineSnapshot(
      `"TargetError: flags must not have -race: it changes what is allocated. Build without it."`,
    )
    expect(await failure(cover)).toMatchInlineSnapshot(
      `"TargetError: GOFLAGS must not have -cover: its counters change what is measured. Build without it."`,
    )
  })

  it('with the reason of an abort', async () => {
    const signal = AbortSignal.abort(new Error('enough'))

    expect(await failure(request(fixture('agent-broken'), '.', { signal }))).toBe('Error: enough')
  })
})
