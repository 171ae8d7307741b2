// Go's own leak programs as scenarios: read from GOROOT, written beside the builds, never copied into this repository.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseGoroutines } from '../../packages/go/dist/profile/goroutines.js'
import { root } from '../installed-project.mjs'

/** The programs of each folder that Go's own test runs, and what must be leaked there: nothing where no pattern is told. */
export function listPrograms(goroot) {
  const test = readFileSync(join(goroot, 'src', 'runtime', 'goroutineleakprofile_test.go'), 'utf8')
  const [simple = '', ofBugs = ''] = test.split('gokerTestCases := ')
  return [
    { folder: 'simple', from: programsOf(goroot), cases: casesIn(simple) },
    { folder: 'goker', from: join(programsOf(goroot), 'goker'), cases: casesIn(ofBugs) },
  ]
}

function programsOf(goroot) {
  return join(goroot, 'src', 'runtime', 'testdata', 'testgoroutineleakprofile')
}

/** Commented cases are left out, as Go itself does. */
function casesIn(source) {
  const code = source.replaceAll(/^\s*\/\/.*$/gm, '')
  return [...code.matchAll(/make(Flaky)?Test\("(\w+)"((?:,?\s*`[^`]*`)*)/g)].map(
    ([, flaky, id, patterns]) => ({
      id,
      // It needs a race, for which Go itself takes several processors.
      isFlaky: flaky !== undefined,
      patterns: [...patterns.matchAll(/`([^`]*)`/g)].map(([, pattern]) => pattern),
    }),
  )
}

const MAIN = `package main

import (
	"context"

	"plateau.test/agent"
)

const yieldCount = 10

func register(name string, iterate func()) {
	agent.Scenario(name, func(context.Context) error {
		iterate()
		return nil
	})
}

func main() { agent.Wait() }
`

/** In place of runtime/pprof: each program ends by writing a profile, which here would be part of each iteration. */
const QUIET = `package quiet

import "io"

type profile struct{}

func Lookup(string) profile { return profile{} }

func (profile) WriteTo(io.Writer, int) error { return nil }
`

/** A module whose package `./simple` or `./goker` registers every program of that folder. Lines stay where they are. */
export function writeModule(version, programs) {
  const module = join(root, '.cache', 'goroot-leaks')
  rmSync(module, { recursive: true, force: true })
  for (const { folder, from } of programs) {
    mkdirSync(join(module, folder), { recursive: true })
    for (const file of readdirSync(from).filter((name) => name.endsWith('.go'))) {
      const source = readFileSync(join(from, file), 'utf8')
      const rewritten =
        file === 'main.go'
          ? MAIN
          : source.replace('"runtime/pprof"', 'pprof "goroot.test/leaks/quiet"')
      writeFileSync(join(module, folder, file), rewritten)
    }
  }
  mkdirSync(join(module, 'quiet'))
  writeFileSync(join(module, 'quiet', 'quiet.go'), QUIET)
  writeFileSync(
    join(module, 'go.mod'),
    `module goroot.test/leaks

go ${version}

require plateau.test/agent v0.0.0

replace plateau.test/agent => ${join(root, 'packages', 'go', 'agent')}
`,
  )
  return module
}

/** Some leaks need a race, which the first run may not have. */
const MOST_RUNS = 10

/** The lines at which Go's own profile finds goroutines of a program leaked: the truth. */
export function provenLines({ executable, id, env }) {
  const lines = new Set()
  for (let run = 0; run < MOST_RUNS; run++) {
    const { stdout } = spawnSync(executable, [id], { env, encoding: 'utf8', timeout: 20_000 })
    const leaked = parseGoroutines(stdout).filter(({ isProvenLeaked }) => isProvenLeaked)
    for (const { stack } of leaked) {
      const own = stack.find((frame) => frame.function.startsWith('main.'))
      if (own) lines.add(`${own.file.split('/').at(-1)}:${own.line}`)
    }
  }
  return lines
}
