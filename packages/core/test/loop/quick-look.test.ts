import { describe, expect, it } from 'vitest'
import { quickLook } from '../../src/loop/quick-look.ts'

/** Many times what it takes: other work on the machine must not decide these tests. */
const LIMIT_MS = 60_000

describe('a quick look at a test', () => {
  it('passes a clean one, once the runner around it is quiet', async () => {
    const clean = async () => void [{ n: 1 }].pop()
    let isLevel = false
    for (let looks = 0; looks < 20 && !isLevel; looks++)
      isLevel = (await quickLook(clean, { cpuMs: LIMIT_MS })).isLevel
    expect(isLevel).toBe(true)
  })

  it('does not pass one that keeps an object', async () => {
    const kept: object[] = []
    expect(
      (await quickLook(async () => void kept.push({ n: 1 }), { cpuMs: LIMIT_MS })).isLevel,
    ).toBe(false)
  })

  it('does not pass one that keeps a number', async () => {
    const kept: number[] = []
    expect((await quickLook(async () => void kept.push(1), { cpuMs: LIMIT_MS })).isLevel).toBe(
      false,
    )
  })

  it('does not pass one that keeps a timer', async () => {
    const kept: NodeJS.Timeout[] = []
    const leak = async () => void kept.push(setTimeout(() => {}, 1e6).unref())
    expect((await quickLook(leak, { cpuMs: LIMIT_MS })).isLevel).toBe(false)
    for (const timer of kept) clearTimeout(timer)
  })

  it('ends with its time by the clock, however long a repetition takes', async () => {
    const slow = () => new Promise<void>((resolve) => setTimeout(resolve, 20))
    const { isLevel, iterations, ms } = await quickLook(slow, { cpuMs: LIMIT_MS, wallMs: 400 })
    expect({ isLevel, iterations }).toEqual({ isLevel: false, iterations: 4 })
    expect(ms).toBeLessThan(400)
  })

  it('rejects with what failed in a repetition', async () => {
    let runs = 0
    const failing = async () => {
      if (++runs === 3) throw new Error('the third time')
    }
    await expect(quickLook(failing, { cpuMs: LIMIT_MS })).rejects.toThrow('the third time')
  })
})
