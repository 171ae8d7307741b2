import type { TestContext } from 'vitest'

/**
 * Leaves the whole verdict with the test, as an annotation with a JSON attachment: reporters, the UI and
 * scripts read there what the message only summarises. Never fails a test of its own.
 */
export function annotateVerdict(context: TestContext, check: Promise<unknown>): Promise<void> {
  return check.then(ignore, (error: unknown) => {
    const { verdict } = (error ?? {}) as { verdict?: unknown }
    return verdict === undefined ? undefined : attach(context, verdict)
  })
}

function ignore(): void {}

/** A test whose body has ended, with its check un-awaited, takes no annotation any more. */
async function attach(context: TestContext, verdict: unknown): Promise<void> {
  try {
    await context.annotate('The verdict with all its readings is attached as JSON.', 'plateau', {
      contentType: 'application/json',
      // Vitest 3 knows Base64 only, into which it turns the arrays of its own realm.
      body: Uint8Array.from(new TextEncoder().encode(JSON.stringify(verdict, null, 2))),
    })
  } catch {
    // The failure itself tells the same.
  }
}
