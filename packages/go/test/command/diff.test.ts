import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, it } from 'vitest'
import { runCommand } from './run-command.ts'

const PROFILES = join(import.meta.dirname, '..', 'fixtures', 'profiles')
const folder = mkdtempSync(join(tmpdir(), 'plateau-diff-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('tells the lines whose stacks hold more, biggest first', async () => {
  expect(await runCommand(PROFILES, 'diff', 'leg-1.pb.gz', 'leg-3.pb.gz')).toMatchInlineSnapshot(`
    {
      "code": 0,
      "stderr": "",
      "stdout": "What grew holds +63 600 bytes and +421 objects:
        bytes  objects  function                line
      +28 800      +60  runtime.malg            $GOROOT/src/runtime/proc.go:5274
      +16 320     +180  main.iterate            example.com/recorded/main.go:27
       +6 720      +60  main.iterate.func1      example.com/recorded/main.go:32
       +6 720      +60  main.iterate            example.com/recorded/main.go:30
       +3 072       +0  main.(*store[...]).put  example.com/recorded/main.go:20
       +1 440      +60  main.iterate            example.com/recorded/main.go:31
         +512       +0  main.iterate            example.com/recorded/main.go:29
          +16       +1  runtime.growslice       $GOROOT/src/runtime/slice.go:273
    ",
    }
  `)
})

it('tells it per iteration where their number is given', async () => {
  const { stdout } = await runCommand(
    PROFILES,
    ...['diff', 'leg-1.pb.gz', 'leg-3.pb.gz', '--iterations', '60'],
  )

  expect(stdout.split('\n').slice(0, 4)).toMatchInlineSnapshot(`
    [
      "What grew holds +1 060 bytes and +7.02 objects per iteration (60 iterations):",
      "   bytes  objects  function                line",
      "    +480       +1  runtime.malg            $GOROOT/src/runtime/proc.go:5274",
      "    +272       +3  main.iterate            example.com/recorded/main.go:27",
    ]
  `)
})

it('says so where nothing grew', async () => {
  expect(await runCommand(PROFILES, 'diff', 'leg-1.pb.gz', 'leg-1.pb.gz')).toEqual({
    code: 0,
    stdout: 'No stack holds more in the second profile.\n',
    stderr: '',
  })
})

it('prints whole stacks as JSON and writes a page', async () => {
  const page = join(folder, 'growth.html')

  const { stdout } = await runCommand(
    PROFILES,
    ...['diff', 'leg-1.pb.gz', 'leg-3.pb.gz', '--json', '--html', page],
  )

  const { stacks } = JSON.parse(stdout) as { stacks: { bytes: number; stack: unknown[] }[] }
  expect(stacks.length).toBeGreaterThan(3)
  expect(stacks.every(({ bytes, stack }) => bytes > 0 && stack.length > 0)).toBe(true)
  expect(readFileSync(page, 'utf8')).toContain(
    '<title>leg-1.pb.gz to leg-3.pb.gz (all that was between them as one iteration)</title>',
  )
})

it.each([
  ['missing.pb.gz', undefined],
  ['empty.pb.gz', ''],
  ['text.pb.gz', 'heap profile: 3: 96 [4: 128] @ heap/1048576\n'],
  ['page.pb.gz', '<!doctype html>\n'],
  ['cpu.pb.gz', gzipSync(profileOf('samples', 'cpu'))],
  ['goroutines.pb.gz', gzipSync(profileOf('goroutine'))],
])('refuses %s by what it is', async (name, content) => {
  if (content !== undefined) writeFileSync(join(folder, name), content)

  const { code, stdout, stderr } = await runCommand(
    folder,
    ...['diff', join(PROFILES, 'leg-1.pb.gz'), name],
  )

  expect(stderr.replaceAll(folder, '<folder>')).toMatchSnapshot()
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
})

/** A profile without samples that counts these; the first string is empty in all of them. */
function profileOf(...types: readonly string[]): Buffer {
  const field = (number: number, content: Buffer): Buffer =>
    Buffer.concat([Buffer.from([(number << 3) | 2, content.length]), content])
  const counted = types.map((_, at) => field(1, Buffer.from([1 << 3, at + 1])))
  const strings = ['', ...types].map((text) => field(6, Buffer.from(text)))
  return Buffer.concat([...counted, ...strings])
}
