/** What the options of the API are called on the command line. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/the test's timeout or timeLimitMs|\btimeLimitMs\b/g, '--time-limit'],
  [/\bmaxIterations\b:?/g, '--max-iterations'],
  [/\bbounded: /g, '--bounded '],
  [/\biterations: (?=\d)/g, '--iterations '],
]

/** A message of the API in the words of the command line. */
export function inCommandWords(message: string): string {
  const told = WORDS.reduce((text, [api, option]) => text.replace(api, option), message)
  return told.replace(
    /\btolerate: \{ ([^}]*) \}/g,
    (_, rates: string) => `--tolerate ${rates.replaceAll(': ', '=').replaceAll(' ', '')}`,
  )
}
