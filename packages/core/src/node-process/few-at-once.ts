/** Collections of many heaps at once would each take so long that none seemed to answer: one a core is as fast. */
const AT_ONCE = 2

/** As `Promise.all` of `act` on each, but a few at a time. */
export async function fewAtOnce<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  let next = 0
  async function lane(): Promise<void> {
    for (let at = next++; at < items.length; at = next++) {
      results[at] = await act(items[at] as Item)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return results
}
