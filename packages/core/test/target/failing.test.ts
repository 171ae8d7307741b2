import { describe, expect, it } from 'vitest'
import { checkLeak } from '../../src/index.ts'
import { type Script, scriptedTarget } from './scripted-target.ts'

const LEVEL: Script = { heap: () => 4e6, nodes: () => 12, listeners: () => 3 }

describe('a target that fails', () => {
  it('ends the check with its own error, and is closed', async () => {
    const target = scriptedTarget(LEVEL, { run: () => Promise.reject(new Error('page crashed')) })

    await expect(checkLeak(target)).rejects.toThrow('page crashed')
    expect(target.calls).toEqual(['open', 'close'])
  })

  it('ends the check when a sample could not be taken', async () => {
    await expect(
      checkLeak(scriptedTarget(LEVEL, { sample: async () => ({ heap: 1, nodes: 2 }) })),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[TargetError: Target 'scripted' gave no reading of 'listeners': received undefined.]`,
    )
    await expect(
      checkLeak(scriptedTarget({ heap: () => Number.NaN })),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[TargetError: Target 'scripted' gave no reading of 'heap': received NaN.]`,
    )
  })

  it('ends the check when it stops by itself', async () => {
    await expect(
      checkLeak(scriptedTarget(LEVEL, { run: async (iterations) => Math.min(iterations, 3) })),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[TargetError: Target 'scripted' stopped after 3 of 4 iterations without a reason.]`,
    )
  })

  it('ends the check when it cannot be closed', async () => {
    const target = scriptedTarget(LEVEL, { close: () => Promise.reject(new Error('still there')) })

    await expect(checkLeak(target)).rejects.toThrow('still there')
  })

  it('is refused before it is opened when nothing could judge it', async () => {
    await expect(
      checkLeak(scriptedTarget(LEVEL, { schedule: 'checkpoints' })),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[MisuseError: Target 'scripted' is judged by checkpoints, which take a soak of hours rather than a check. Use a target that can be driven by iterations.]`,
    )
    await expect(
      checkLeak(scriptedTarget(LEVEL, { schedule: 'now and then' as never })),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[MisuseError: The schedule of target 'scripted' must be one of doubling-then-equal, equal-legs, checkpoints, received "now and then".]`,
    )
    await expect(
      checkLeak(scriptedTarget(LEVEL, { probes: [] })),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[MisuseError: Target 'scripted' must have at least one probe, received an array of 0.]`,
    )
  })

  it('is closed when it opens after the check has ended', async () => {
    const calls: string[] = []
    const { signal, abort } = abortable()
    const late = scriptedTarget(LEVEL, { close: async () => void calls.push('closed') })
    let letOpen = (): void => {}
    const opening = new Promise<void>((resolve) => {
      letOpen = resolve
    })
    const target = { ...late, open: () => opening.then(() => late.open({} as never)) }

    const check = checkLeak(target, { signal })
    setTimeout(abort, 10)
    await expect(check).rejects.toThrow('enough')
    letOpen()
    await new Promise((resolve) => setTimeout(resolve, 10))

    expect(calls).toEqual(['closed'])
  })
})

function abortable(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController()
  return { signal: controller.signal, abort: () => controller.abort(new Error('enough')) }
}
