export { judgeSoak } from './judge-soak.ts'
export { unproved } from './plateau/assemble-verdict.ts'
export { acceptKnown } from './plateau/known-leak.ts'
export { looksLikeGrowthEarly } from './plateau/soak/early-growth.ts'
export {
  type ForecastTerms,
  forecastLimit,
  type LimitForecast,
} from './plateau/soak/forecast-limit.ts'
export {
  judgeNights,
  type Night,
  type NightsStep,
  type NightsVerdict,
  type SettledNight,
} from './plateau/soak/judge-nights.ts'
export { looksLevelSoFar } from './plateau/soak/level-so-far.ts'
export { type LimitReached, limitReached } from './plateau/soak/limit.ts'
export { settledLevel, settledNight } from './plateau/soak/night-levels.ts'
export type { SoakCensus, SoakMode, SoakRun, SoakSeries } from './plateau/soak/soak-run.ts'
export { storeOfEntries } from './plateau/store-of-entries.ts'
export { siteLabel } from './report/describe-culprit.ts'
export { COUNTED } from './report/units.ts'
