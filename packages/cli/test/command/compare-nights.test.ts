import { join } from 'node:path'
import { expect, test } from 'vitest'
import { appendHistory, type HistoryLine, historyLine } from '../../src/file/history.ts'
import { planOf, scriptedTarget, soak } from '../run/scripted-soak.ts'
import { runHere, testFolder } from './run-plateau.ts'

const LEVEL = 50_000_000

/** From night to night by 1 %, and from checkpoint to checkpoint by less. */
const STRAYS = [0.9, -1.1, 0.2, 1.3, -0.6, -1.2, 0.8, -0.3, 1.1, -0.9, 0.4, -0.2, 1.2, -1.3, 0.5]

/** A real soak of a target whose heap settles so high; `leak` bytes an iteration come on top. */
async function night(at: number, { rise = 0, leak = 0 } = {}): Promise<HistoryLine> {
  const level = LEVEL * (1 + rise + (STRAYS[at % STRAYS.length] ?? 0) / 100)
  const target = scriptedTarget((iterations) => ({
    heap: level + leak * iterations + 100_000 * ((iterations / 10) % 3),
  }))
  return {
    ...historyLine((await soak(planOf(target))).records),
    at: new Date(Date.UTC(2026, 0, at + 1, 2, 17)).toISOString(),
    commit: `${String(at + 1).padStart(2, '0')}${'ab'.repeat(19)}`,
  }
}

async function compared(
  nights: readonly (HistoryLine | Promise<HistoryLine>)[],
  options: readonly string[] = [],
) {
  const cwd = testFolder()
  for (const line of await Promise.all(nights)) appendHistory(join(cwd, 'h.ndjson'), line)
  const { code, stdout, stderr } = await runHere(['compare', 'h.ndjson', ...options], cwd)
  return { code, stdout, stderr }
}

function nightsOf(count: number, made: (at: number) => Parameters<typeof night>[1] = () => ({})) {
  return Array.from({ length: count }, (_, at) => night(at, made(at)))
}

test('a level history passes, and says what would have shown', async () => {
  const { code, stdout } = await compared(nightsOf(14))

  expect(code).toBe(0)
  expect(stdout).toMatch(
    /^plateau {3}scripted, main: heap settles at \d\d\.\d MB: it does not rise over 14 nights, of which \+\d\d\d \d\d\d bytes per night would have shown\.\n$/,
  )
})

test('a creep of 1 % a night is found, with the nights and commits that it lies between', async () => {
  const { code, stdout } = await compared(nightsOf(14, (at) => ({ rise: 0.01 * at })))

  expect(code).toBe(1)
  expect(stdout).toMatch(
    /^growth {4}scripted, main: heap creeps up by \+\d\d\d \d\d\d bytes per night/,
  )
  expect(stdout).toContain('from 2026-01-01 (01abababab) to 2026-01-14 (14abababab)')
})

test('a step is found with its night and commit, and passes where it was meant', async () => {
  const nights = await Promise.all(nightsOf(16, (at) => ({ rise: at < 8 ? 0 : 0.05 })))
  const step = await compared(nights)

  expect(step.code).toBe(1)
  expect(step.stdout).toMatch(
    /^growth {4}scripted, main: heap rose from 50\.\d MB to 52\.\d MB in the night of 2026-01-09 \(09abababab\) and has stayed there for 8 nights; the night before was 2026-01-08 \(08abababab\)\. See what changed between the two\./,
  )
  expect((await compared(nights, ['--since', '2026-01-09'])).code).toBe(0)
  expect((await compared(nights, ['--since', '09ab'])).code).toBe(0)
  const { code, stderr } = await compared(nights, ['--since', 'ffff'])
  expect(code).toBe(2)
  expect(stderr).toBe(
    "--since must be a day such as 2026-01-31 or the begin of a commit in the history, received 'ffff': its nights reach from 2026-01-01 to 2026-01-16.\n",
  )
})

test('a history is walked from too short over green to red, and back once it was mended', async () => {
  // Red nights of a leak that was mended the day after, and a step of 6 % from the 15th night to the 22nd.
  const nights = await Promise.all(
    nightsOf(30, (at) => ({ rise: at >= 14 && at < 22 ? 0.06 : 0, leak: at === 4 ? 3000 : 0 })),
  )
  const codes: string[] = []
  for (let count = 1; count <= nights.length; count++) {
    const { code } = await compared(nights.slice(0, count))
    codes.push(`${count}: ${code}`)
  }

  expect(nights[4]?.outcome).toBe('growth')
  expect(codes.slice(0, 6)).toEqual(['1: 3', '2: 3', '3: 3', '4: 3', '5: 3', '6: 3'])
  // Too noisy for the first nights, for one of them leaked.
  expect(codes.slice(9, 14)).toEqual(['10: 0', '11: 0', '12: 0', '13: 0', '14: 0'])
  // Two nights are a suspicion, three prove it.
  expect(codes.slice(14, 22).map((code) => code.slice(-1))).toEqual([...'33111111'])
  expect(codes.at(-1)).toBe('30: 0')
})

test('resident memory that rises convicts nobody', async () => {
  const nights = (await Promise.all(nightsOf(14, (at) => ({ rise: 0.02 * at })))).map((line) => ({
    ...line,
    processes: line.processes.map((one) => ({ ...one, probes: { rss: one.probes.heap } })),
  })) as HistoryLine[]
  const { code, stdout } = await compared(nights)

  expect(code).toBe(3)
  expect(stdout).toContain('it rose, but resident memory alone proves nothing')
})

test('fewer than seven nights say nothing', async () => {
  const { code, stdout } = await compared(nightsOf(3))

  expect(code).toBe(3)
  expect(stdout).toContain('7 nights are needed, there are 3.')
})
