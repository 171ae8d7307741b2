/** What the options of the API are called on the command line. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(driver|iterations|pprof|ready|url)(?= must be )/, '--$1'],
  [/^test(?= must be )/, '--run'],
  [/^pkg(?= must )/, 'The package'],
  [/, or test this one with goTest\b/, ', or test this one with plateau-go test'],
  [/^args(?= has no meaning )/, '--arg'],
  [/^buildFlags(?= has no meaning )/, '--build-flag'],
  [/^port(?= has no meaning )/, '--port-variable'],
  [/^(env|processors|ready|scenario)(?= has no meaning )/, '--$1'],
  [/(?<= has no meaning beside )url/, '--url'],
  [/the test's timeout or timeLimitMs|\btimeLimitMs\b/g, '--time-limit'],
  [/\bmaxIterations\b:?/g, '--max-iterations'],
  [/\bbounded: /g, '--bounded '],
  [/(?<!\d )\biterations: (?=\d)/g, '--iterations '],
  [/\bdriver: '(\w+)'/g, '--driver $1'],
  [/\bport: '(\w+)'/g, '--port-variable $1'],
  [/\bpprof: '([^']+)'/g, '--pprof $1'],
  [/\bargs: \['-port', '\{port\}'\]/g, '--arg -port --arg {port}'],
  [/\bpassed by args, env and stdin\b/g, 'passed by --arg and --env'],
]

/** A message of the API in the words of the command line. */
export function inCommandWords(message: string): string {
  const told = WORDS.reduce((text, [api, option]) => text.replace(api, option), message)
  return told.replace(
    /\btolerate: \{ ([^}]*) \}/g,
    (_, rates: string) => `--tolerate ${rates.replaceAll(': ', '=').replaceAll(' ', '')}`,
  )
}
