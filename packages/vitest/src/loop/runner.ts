import {
  appendRow,
  DEFAULT_TERMS,
  type LoopedTest,
  loopEnvironment,
  loopTest,
} from '@plateau/core/loop'
import { followMocks } from './mock-notes.ts'
import { ownRunner } from './own-runner.ts'
import type { File, RunnerClass, Test, TryOptions } from './runner-types.ts'
import { failureOf, forgetRun, isAskedFor, nameOf, testsIn, whyNotLooped } from './tasks.ts'

const Runner: RunnerClass = await ownRunner()
const environment = loopEnvironment()
const mocks = followMocks()

type Judged = Awaited<LoopedTest['judged']>

/**
 * The project's own runner, which repeats each test, with all of its hooks and fixtures, for as long as a check asks for
 * it. The first run is the suite's own: what fails in it is not looped.
 */
class LoopRunner extends Runner {
  #looped: LoopedTest | undefined
  #isRepeating = false
  #isOver = false
  readonly #told = new Set<Test>()
  /** What Vitest has not told its main process yet, and how much of it was there before the test was repeated. */
  #untold: unknown[] = []
  #toldBefore = 0

  override async onCollected(files: File[]): Promise<void> {
    await super.onCollected?.(files)
    // Two tests at a time would be measured with each other.
    for (const test of testsIn(files)) test.concurrent = false
    this.#keepRepetitionsQuiet()
  }

  override async onBeforeRunTask(test: Test): Promise<void> {
    await super.onBeforeRunTask?.(test)
    this.#looped = undefined
    this.#isOver = environment === undefined || test.type !== 'test'
    // Asked for before each repetition: the runner's own loop has no other end.
    if (!this.#isOver) test.repeats = { valueOf: () => (this.#isOver ? -1 : ENDLESS) }
  }

  override async onBeforeTryTask(test: Test, options: TryOptions): Promise<void> {
    if (options.repeats > 0 && !this.#isOver) await this.#takeTurn(test)
    await super.onBeforeTryTask?.(test, options)
  }

  override async onAfterRunTask(test: Test): Promise<void> {
    // The suite's own run passed; what repetitions did is told by their row.
    if (this.#looped) forgetRun(test, 'pass')
    await super.onAfterRunTask?.(test)
  }

  override async onAfterRunFiles(files: File[]): Promise<void> {
    await super.onAfterRunFiles?.(files)
    for (const test of testsIn(files)) {
      if (this.#told.has(test) || !isAskedFor(test, this.config?.testNamePattern)) continue
      this.#tell(test, unlooped(whyNotLooped(test)))
    }
  }

  /**
   * Each run makes events, which pile up until they are told: thousands of repetitions would look like a leak. Nor is anything told
   * meanwhile, for each message leaves a timer and a buffer until it is answered.
   */
  #keepRepetitionsQuiet(): void {
    // Vitest has put its own around that of the class by now.
    const tell = this.onTaskUpdate
    const kept: { readonly packs: unknown[]; readonly events: unknown[] } = {
      packs: [],
      events: [],
    }
    this.onTaskUpdate = (packs, events) => {
      this.#untold = events
      if (!this.#isRepeating) {
        return tell?.call(
          this,
          [...kept.packs.splice(0), ...packs],
          [...kept.events.splice(0), ...events],
        )
      }
      if (this.#toldBefore === 0) return undefined
      kept.packs.push(...packs)
      kept.events.push(...events.slice(0, this.#toldBefore))
      this.#toldBefore = 0
      return undefined
    }
  }

  /** Before the second and every further run: ends the one before, and waits until another is asked for. */
  async #takeTurn(test: Test): Promise<void> {
    const failure = failureOf(test)
    if (this.#looped) this.#untold.length = Math.min(this.#untold.length, this.#toldBefore)
    if (this.#looped === undefined && failure !== undefined) {
      this.#isOver = true
      this.#tell(test, {
        ...unlooped(`fails in its own first run: ${failure.message}`),
        failed: true,
      })
      return
    }
    if (this.#looped) {
      this.#looped.turns.done(failure)
    } else {
      mocks.begin()
      this.#looped = loopTest(nameOf(test), environment?.terms ?? DEFAULT_TERMS)
    }
    if (!this.#isRepeating) this.#toldBefore = this.#untold.length
    this.#isRepeating = true
    forgetRun(test, 'run')
    // A mock keeps every call: of a test that runs once, those of one run.
    mocks.forget()
    // A repetition that fails is not tried again.
    test.retry = 0
    if (await this.#looped.turns.isAsked()) return
    this.#isOver = true
    this.#isRepeating = false
    this.#tell(test, await this.#looped.judged)
  }

  #tell(test: Test, judged: Judged): void {
    this.#told.add(test)
    if (environment === undefined) return
    appendRow(
      { id: nameOf(test), file: test.file.filepath, runner: 'vitest', ...judged },
      environment,
    )
  }
}

/** More repetitions than any check asks for. */
const ENDLESS = 1e9

function unlooped(reason: string): Judged {
  return { kind: 'unloopable', reason, iterations: 0, ms: 0 }
}

// biome-ignore lint/style/noDefaultExport: Vitest takes the default export of the file that its option names
export { LoopRunner as default }
