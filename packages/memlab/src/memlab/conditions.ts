const NAMES = ['--conditions', '-C']

/** Of Node's own options, those that say which exports of a package are taken: with a value of their own, or with `=`. */
export function conditionsOf(execArgv: readonly string[]): readonly string[] {
  return execArgv.flatMap((argument, at) => {
    if (argument.startsWith('--conditions=')) return [argument]
    const condition = execArgv[at + 1]
    return NAMES.includes(argument) && condition !== undefined ? [`--conditions=${condition}`] : []
  })
}
