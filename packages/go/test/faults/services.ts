import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkLeak, describeVerdict, type LeakOptions, type Target } from '@plateau/core'
import { type GoTargetOptions, goTarget, goTest } from '../../src/index.ts'

/** The module of the programs that go wrong. */
export const SERVICES = join(import.meta.dirname, '..', 'fixtures', 'services')

/** Every program that a test starts inherits it. */
const MARK = randomUUID()
process.env['PLATEAU_TEST_MARK'] = MARK

/** The service of the fixtures as a target, `request` being `/clean` unless said otherwise. */
export function serviceTarget(options: GoTargetOptions = {}): Target {
  const work = ['request', 'drive', 'load', 'scenario'].some((name) => name in options)
  return goTarget({
    ...(options.url === undefined && options.bin === undefined && { pkg: './service' }),
    cwd: SERVICES,
    ...(!work && { request: '/clean' }),
    ...options,
  })
}

export function scenarioTarget(scenario: string): Target {
  return goTarget({ pkg: './scenarios', cwd: SERVICES, scenario })
}

export function testTarget(test: string): Target {
  return goTest('./checks', test, { cwd: SERVICES })
}

/** What a check ends with, an error or a verdict, in words without what varies. */
export async function endOfCheck(target: Target, options: LeakOptions = {}): Promise<string> {
  try {
    const settings = { iterations: 40, timeLimitMs: 30_000, ...options }
    return withoutVarying(describeVerdict(await checkLeak(target, settings)))
  } catch (error) {
    const { name, message } = error as Error
    return withoutVarying(`${name}: ${message}`)
  }
}

const VARYING: readonly (readonly [RegExp, string])[] = [
  [/(127\.0\.0\.1:|PORT=|default "|-)\d{4,5}\b/g, '$1<port>'],
  [/[^\s']+\/plateau\/go\/[\da-f]+\//g, '<cache>/'],
  [/\S+\/src\/([\w./-]+\.(?:go|s)):\d+/g, '<go>/$1'],
  [/ \+0x[\da-f]+/g, ''],
  [/\([^()\n]*0x[^()\n]*\)/g, '(…)'],
  [/goroutine \d+/g, 'goroutine <n>'],
  [/\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d/g, '<clock>'],
  [/\d+(\.\d+)? ?(ms|s|µs)\b/g, '<time>'],
  [/\(\d+ iterations/g, '(<n> iterations'],
  [/[+-][\d ]*\d+(\.\d+)? bytes/g, '<n> bytes'],
  [/interval \S.*? to [\d.-]+( \d+)*/g, 'interval <low> to <high>'],
  [/[▁▂▃▄▅▆▇█]+ .*/g, '<bars>'],
  [/\S*\.plateau\/.*/g, '<file>'],
]

function withoutVarying(text: string): string {
  const rooted = text.replaceAll(SERVICES, '<services>')
  return VARYING.reduce((result, [pattern, name]) => result.replace(pattern, name), rooted)
}

/** The command lines of programs that these tests have started and that still run. Only Linux tells. */
export function leftRunning(): readonly string[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && textOf(name, 'environ').includes(MARK))
    .map((name) => textOf(name, 'cmdline').replaceAll('\0', ' ').trim())
    .filter((command) => command !== '' && !isOurs(command))
}

/** The guard of the programs ends with this process. */
function isOurs(command: string): boolean {
  return command.startsWith(process.execPath)
}

function textOf(pid: string, file: string): string {
  try {
    return readFileSync(join('/proc', pid, file), 'latin1')
  } catch {
    return ''
  }
}
