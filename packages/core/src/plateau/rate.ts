/** Growth per iteration with its 95 % interval. */
export interface Rate {
  readonly perIteration: number
  readonly interval: readonly [low: number, high: number]
}

/** Two-sided 95 % points of Student's t for 1 to 10 degrees of freedom; beyond, that of 11 is on the safe side. */
const T_95 = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228] as const
const T_95_BEYOND = 2.201

/** The mean of batches of equal length; Student's interval of that mean. */
export function rateOfEqualBatches(deltas: readonly number[], iterationsPerBatch: number): Rate {
  const rates = deltas.map((delta) => delta / iterationsPerBatch)
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length
  const squares = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0)
  const margin = t95(rates.length - 1) * Math.sqrt(squares / (rates.length - 1) / rates.length)
  return withMargin(mean, rates.length > 1 ? margin : Math.abs(mean))
}

/** The slope of a straight line through the readings (least squares), for growth that comes in steps. */
export function rateOfLine(iterations: readonly number[], readings: readonly number[]): Rate {
  const count = iterations.length
  const meanX = iterations.reduce((sum, x) => sum + x, 0) / count
  const meanY = readings.reduce((sum, y) => sum + y, 0) / count
  let products = 0
  let squares = 0
  for (const [at, x] of iterations.entries()) {
    products += (x - meanX) * ((readings[at] ?? 0) - meanY)
    squares += (x - meanX) ** 2
  }
  if (squares === 0) return withMargin(0, 0)
  const slope = products / squares
  const residuals = readings.reduce(
    (sum, y, at) => sum + (y - meanY - slope * ((iterations[at] ?? 0) - meanX)) ** 2,
    0,
  )
  const margin = count > 2 ? t95(count - 2) * Math.sqrt(residuals / (count - 2) / squares) : slope
  return withMargin(slope, Math.abs(margin))
}

function withMargin(perIteration: number, margin: number): Rate {
  return { perIteration, interval: [perIteration - margin, perIteration + margin] }
}

function t95(degreesOfFreedom: number): number {
  return T_95[degreesOfFreedom - 1] ?? T_95_BEYOND
}
