import type { TestContext } from 'vitest'

/**
 * Leaves the whole verdict with the test, as an annotation with a JSON attachment: reporters, the UI and
 * scripts read there what the message only summarises. Never fails a test of its own.
 */
export async function annotateVerdict(
  context: TestContext,
  check: Promise<unknown>,
): Promise<void> {
  const failure = await check.then(
    () => undefined,
    (error: unknown) => error,
  )
  const { verdict } = (failure ?? {}) as { verdict?: unknown }
  if (verdict === undefined) return
  try {
    await context.annotate('The verdict with all its readings is attached as JSON.', 'plateau', {
      contentType: 'application/json',
      body: JSON.stringify(verdict, null, 2),
      bodyEncoding: 'utf-8',
    })
  } catch {
    // A test whose body has ended, with its check un-awaited, takes no annotation any more.
  }
}
