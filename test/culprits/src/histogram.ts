export interface Sample {
  readonly amount: number
}

const amounts: number[] = []

export function record(sample: Sample): number {
  amounts.push(sample.amount)
  return amounts.length
}
