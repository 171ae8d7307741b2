import { stepsBeforeLeaving } from '../abandon.ts'

/** What a client does in an iteration. */
export interface Conversation {
  readonly steps: readonly (() => Promise<void>)[]
  /** How it takes its leave where it does not vanish. */
  end(): Promise<void>
}

/** Takes the steps one after the other and the leave, or in some iterations vanishes before: each step in turn. */
export async function converse(
  { steps, end }: Conversation,
  { n, abandoned }: { readonly n: number; readonly abandoned: number },
): Promise<'whole' | 'given up'> {
  const left = stepsBeforeLeaving({ n, share: abandoned, steps: steps.length })
  for (const step of steps.slice(0, left)) await step()
  if (left !== undefined) return 'given up'
  await end()
  return 'whole'
}
