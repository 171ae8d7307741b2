/** From each amount to the next: one fewer than there are. */
export function differences(amounts: readonly number[]): readonly number[] {
  return amounts.slice(1).map((amount, before) => amount - (amounts[before] ?? 0))
}
