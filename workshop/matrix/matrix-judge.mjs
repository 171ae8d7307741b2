// Whether a cell's run shows what it must: the right tests red, with the leak's name and line, and no other.

/** One row a test, each with what is `wrong` about it; and what is wrong about the run itself. */
export function judgeCell({ cell, name, expected, tests, verdicts, run }) {
  const rows = expected.map((wanted) => {
    const test = tests.find(({ title }) => title === wanted.title)
    const verdict = verdictOf({ wanted, test, verdicts, runner: cell.runner })
    return {
      id: wanted.title,
      variant: wanted.leak ? 'leaky' : 'clean',
      runner: name,
      node: cell.node,
      kind: verdict?.kind ?? null,
      probe: verdict?.probe ?? null,
      perIteration: verdict?.perIteration ?? null,
      container: verdict?.container ?? null,
      site: verdict?.site ?? null,
      iterations: verdict?.iterations ?? null,
      ms: verdict?.ms ?? null,
      awaited: wanted.isAwaited,
      status: test?.status ?? 'missing',
      wrong: wanted.leak ? wrongOfLeaky(wanted, test, cell) : wrongOfClean(test),
    }
  })
  const strangers = tests.filter(({ title }) => !expected.some((wanted) => wanted.title === title))
  return {
    rows,
    wrong: [
      ...strangers.map(({ title, failure }) => `unexpected: ${title}\n${failure}`),
      ...(run.status === 1 ? [] : [`exit code ${run.status ?? run.signal} instead of 1`]),
      ...(/unhandled (error|rejection)/i.test(run.output) ? ['an unhandled error'] : []),
    ],
  }
}

/** ts-jest keeps TypeScript in the same heap: no snapshot fits there, and the failure says so. */
const HUGE_HEAP = /Told without a snapshot: the heap of \d{3,} MB is too large/

function wrongOfClean(test) {
  if (test?.status === 'passed') return []
  return [`${test?.status ?? 'missing'} instead of passed\n${test?.failure ?? ''}`]
}

function wrongOfLeaky({ file, first, last, leak }, test, { runner }) {
  if (test?.status !== 'failed') return [`${test?.status ?? 'missing'} instead of failed`]
  const { failure } = test
  const wrong = []
  if (!/expected scenario not to leak, but \w+ grew \+/.test(failure))
    wrong.push('the failure tells of no growth')
  if (!failure.includes(`${leak.file}:${leak.line}:`))
    wrong.push(`the failure does not name ${leak.file}:${leak.line}`)
  if (!failure.includes(leak.store) && !HUGE_HEAP.test(failure))
    wrong.push(`the failure does not name ${leak.store}`)
  if (runner !== 'node-test' && !pointsAt({ failure, file, first, last }))
    wrong.push(`the failure does not point at ${file}:${first} to ${last}`)
  return wrong.length > 0 ? [`${wrong.join(', ')}\n${failure}`] : []
}

function pointsAt({ failure, file, first, last }) {
  const frames = failure.split('\n').filter((line) => /^\s+at /.test(line))
  return frames.some((frame) => {
    const [, at] = frame.split(`${file}:`)
    return Number.parseInt(at, 10) >= first && Number.parseInt(at, 10) <= last
  })
}

/** From the log of verdicts; where the runner's matcher writes none, from what the failure says. */
function verdictOf({ wanted, test, verdicts, runner }) {
  const own = verdicts.filter((verdict) => verdict.test === wanted.title)
  const verdict = own.find(({ kind }) => kind !== 'plateau') ?? own[0]
  if (!verdict) return readFailure(test, runner)
  const grown = verdict.growth?.[0] ?? verdict.suspects?.[0]
  const [culprit] = verdict.culprits ?? []
  return {
    kind: verdict.kind,
    probe: grown?.probe ?? null,
    perIteration: grown?.perIteration ?? null,
    container: culprit?.path.map((step) => step.name).join(' → ') ?? null,
    site: culprit?.calledFrom ?? culprit?.site ?? null,
    iterations: verdict.iterations,
    ms: Math.round(verdict.elapsedMs),
  }
}

const GREW = /but (\w+) grew \+([\d. ]+) .*?, (\d+) iterations\)/

function readFailure(test, runner) {
  // There, only a plateau passes.
  if (runner === 'node-test' && test?.status === 'passed') return { kind: 'plateau' }
  const [, probe, rate, iterations] = GREW.exec(test?.failure ?? '') ?? []
  if (!probe) return /could not tell/.test(test?.failure) ? { kind: 'unsettled' } : undefined
  const [, file, line, column] = /allocated at +(.+?):(\d+):(\d+)/.exec(test.failure) ?? []
  const [, container] = /retained by +(.+)/.exec(test.failure) ?? []
  return {
    kind: 'growth',
    probe,
    perIteration: Number(rate.replaceAll(' ', '')),
    container: container ?? null,
    site: file ? { file, line: Number(line), column: Number(column) } : null,
    iterations: Number(iterations),
  }
}
