const MEASURED =
  'Both sides are measured amounts: that they agree to the last bit is no case that could be told apart.'

/** Changes that no test can notice, by file and line of code, each with its reason. */
export const ACCEPTED = {
  'decide/proportion.ts: if (all < 2 || all >= FEWEST_FOR_SPREAD) return false':
    'A single object is in one half, and the other is then empty.',
  'decide/proportion.ts: return spread <= freedom + SPREAD_DEVIATIONS * Math.sqrt(2 * freedom)':
    'The root is irrational for the numbers of groups that there are: nothing equals it.',
  "plateau/soak/early-growth.ts: const isLarge = series.unit === 'bytes' && rise >= PART_OF_LIMIT * (limitBytes ?? Infinity)":
    MEASURED,
  "plateau/soak/judge-series.ts: if (isFlat && highestRise(blocks, slope) <= allowed.ofTrend) return 'plateau'":
    MEASURED,
  'plateau/soak/judge-stores.ts: if (first === undefined || last === undefined || span <= 0) return []':
    'Without a span the rate is no number, and no census can agree with it. Censuses lie more than one iteration apart.',
  'plateau/soak/limit.ts: if (!(state.iterationsPerMs > 0) || !Number.isFinite(at)) return undefined':
    'Without a pace the time is no finite number, which the second condition refuses.',
  'plateau/soak/steady-growth.ts: if (rise <= stray || whole.intervalAt(Z[99.9])[0] <= tolerated) return false':
    MEASURED,
  'plateau/soak/steady-growth.ts: const above = rise <= unseen ? ABOVE_NOISE_IF_SMALL : aboveNoise(blocks)':
    MEASURED,
  'plateau/soak/steady-growth.ts: if (rise < above * unevenness(blocks, whole.perIteration)) return false':
    MEASURED,
  'plateau/soak/steady-growth.ts: return second.perIteration > STILL_GROWING * first.perIteration':
    MEASURED,
  'decide/trend.ts: if (Math.max(...falls) > MOST_FALL_OF_QUARTER * first) return undefined':
    MEASURED,
}
