/**
 * Compilers off, bytecode kept, feedback allocated at once: without them the heap of a clean page
 * moves by up to 48 kB a batch, with them by 0 bytes (Chromium 156).
 */
const QUIET_ENGINE = [
  '--no-opt',
  '--no-maglev',
  '--no-sparkplug',
  '--no-flush-bytecode',
  '--no-lazy-feedback-allocation',
]

/** Launch arguments that make heap readings repeatable, for a browser that you start yourself. */
export const quietArguments: readonly string[] = [`--js-flags=${QUIET_ENGINE.join(',')}`]

const JS_FLAGS = '--js-flags='

/** Chromium heeds only the last `--js-flags`: the user's own are appended to ours. */
export function browserArguments(given: readonly string[]): string[] {
  const ownFlags = given
    .filter((argument) => argument.startsWith(JS_FLAGS))
    .map((argument) => argument.slice(JS_FLAGS.length))
  const others = given.filter((argument) => !argument.startsWith(JS_FLAGS))
  return [...others, ...needsNoSandbox(), `${JS_FLAGS}${[...QUIET_ENGINE, ...ownFlags].join(',')}`]
}

/** Chromium refuses to start as root with its sandbox, which is how most containers run. */
function needsNoSandbox(): readonly string[] {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
}
