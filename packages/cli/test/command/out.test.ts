import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runHere, testFolder } from './run-plateau.ts'

function soakInto(out: string, cwd: string): ReturnType<typeof runHere> {
  return runHere(['soak', '--request', '/', '--out', out, '--', 'node', 'server.js'], cwd)
}

test.each(['a-file', 'a-file/run'])('--out %s is a misuse, for a file is there', async (out) => {
  const cwd = testFolder()
  writeFileSync(join(cwd, 'a-file'), '')

  const { code, stderr } = await soakInto(out, cwd)

  expect(stderr).toBe(
    `--out (out) must name a folder that is there or can be made, received '${out}': it, or a part of it, is a file. Name another folder.\n`,
  )
  expect(code).toBe(2)
})

test.skipIf(!existsSync('/proc/self'))('a folder that cannot be made does not hang', async () => {
  const { code, stderr } = await soakInto('/proc/plateau', testFolder())

  expect(stderr).toContain("received '/proc/plateau': the system lets none be made there.")
  expect(code).toBe(2)
})

test('wrong use that shows only when the target is prepared leaves no run behind', async () => {
  const cwd = testFolder()

  const { code, stderr } = await runHere(['soak', '--request', '/', '--go', './nope'], cwd)

  expect(stderr).toBe(
    `target.go (--go) must name a folder with a Go package, received "./nope" in ${process.cwd()}.\n`,
  )
  expect(code).toBe(2)
  expect(readdirSync(cwd)).toEqual([])
})
