// One run of a runner over planted leaks: writes a stranger's project, and reads what is told of each.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeVerdict } from '@plateau/core'
import { verdictColumns } from '../rows.mjs'
import { runWatched } from '../run-watched.mjs'
import { RUNNERS } from './planted-runners.mjs'

/** What each runner says when it ended a test itself. */
const CUT_OFF = /Test timed out in|Exceeded timeout of|test timed out after/

/** Rows of one run. `round` is `{ project, runner, variant, busy, timeoutMs, binary, show }`. */
export async function runPlanted(round, cases) {
  const folder = join(round.project, 'runs', `${process.pid}-${cases[0].id}`)
  const verdicts = join(folder, 'verdicts.ndjson')
  const report = join(folder, 'report.json')
  const runner = RUNNERS[round.runner]
  const files = writeFiles({ folder, runner, round }, cases)
  try {
    const output = await runWatched({
      command: round.binary,
      args: runner.command({ project: round.project, folder, report, files }),
      cwd: folder,
      env: { ...process.env, PLATEAU_VERDICTS: verdicts, CI: '1' },
      verdicts,
      show: round.show,
    })
    const [judged, outcomes] = [verdictsByTest(verdicts), outcomesByTest(report)]
    return cases.map((one) =>
      rowOf({ round, one, verdict: judged.get(one.id), outcome: outcomes.get(one.id), output }),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function writeFiles({ folder, runner, round }, cases) {
  mkdirSync(join(folder, 'src'), { recursive: true })
  return cases.map(({ id, source }) => {
    const module = `src/${id}.${runner.ending}`
    const file = `${id}.test.${runner.ending}`
    writeFileSync(join(folder, module), runner.source(source))
    writeFileSync(
      join(folder, file),
      runner.testFile({
        test: id,
        from: `./${module}`,
        variant: round.variant,
        timeoutMs: round.timeoutMs,
      }),
    )
    return file
  })
}

function rowOf({ round, one, verdict, outcome, output }) {
  const judged = verdict?.kind ? verdict : undefined
  const [first] = judged?.culprits ?? []
  const message = outcome?.message ?? (judged ? '' : output)
  return {
    id: one.id,
    variant: round.variant,
    runner: round.runner,
    machine: round.busy ? 'busy' : 'idle',
    ...verdictColumns(judged),
    found: judged?.kind === 'growth',
    holder: holderVerdict(one, judged),
    line: lineVerdict(one, first),
    told: first ? { type: first.type, holder: printedHolder(judged), ...placesOf(first) } : null,
    culprits: (judged?.culprits ?? []).length,
    fingerprint: first?.fingerprint ?? null,
    isCutOff: verdict?.isCutOff === true || CUT_OFF.test(message),
    ms: Math.round(outcome?.ms ?? verdict?.testMs ?? judged?.elapsedMs ?? round.timeoutMs),
    ...(judged?.notes && { notes: judged.notes }),
    ...(judged?.kind === 'growth'
      ? {}
      : { message, because: judged?.because, series: judged?.series }),
  }
}

/** As the message prints it; a culprit that nothing holds but the process is named by its type. */
function printedHolder(verdict) {
  const [{ path, type }] = verdict.culprits
  return path.length > 0 ? /^ {2}retained by +(.+)$/m.exec(describeVerdict(verdict))?.[1] : type
}

function placesOf({ site, addedAt, calledFrom }) {
  return { site, addedAt, calledFrom }
}

/** Judged by what stands first, which is what is read. */
function holderVerdict({ holder }, verdict) {
  const [first] = verdict?.culprits ?? []
  if (!first) return 'none'
  if (holder.test(printedHolder(verdict))) return 'right'
  return first.path.length > 0 ? 'wrong' : 'none'
}

function lineVerdict({ id, lines }, first) {
  const places = first ? Object.values(placesOf(first)).filter(Boolean) : []
  if (places.length === 0) return 'none'
  const isRight = ({ file, line }) =>
    /([^\\/]+)\.\w+$/.exec(file)?.[1] === id && lines.includes(line)
  if (places.some(isRight)) return 'right'
  // The message then says "allocated in", and claims no line.
  return places.every(({ isFunctionStart }) => isFunctionStart) ? 'none' : 'wrong'
}

function verdictsByTest(path) {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : []
  return new Map(lines.map((line) => JSON.parse(line)).map((verdict) => [verdict.test, verdict]))
}

function outcomesByTest(path) {
  if (!existsSync(path)) return new Map()
  const { testResults } = JSON.parse(readFileSync(path, 'utf8'))
  return new Map(
    testResults.flatMap(({ assertionResults, message }) =>
      assertionResults.map(({ title, duration, failureMessages }) => [
        title,
        { ms: duration ?? undefined, message: failureMessages?.join('\n') || message },
      ]),
    ),
  )
}
