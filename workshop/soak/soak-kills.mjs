// Kills `plateau soak` with SIGKILL at random moments.
// Every run file must be readable, its report incomplete and no pass, and no process may be left.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { root } from '../installed-project.mjs'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { writeRows } from '../rows.mjs'

const { options } = readOptions('soak-kills', {
  options: { runs: { value: 'N', text: 'soaks that are killed', default: 50, least: 1 } },
  rows: 'one row a kill',
})

/** From before the first record to well into the measuring. */
const LATEST_KILL_MS = 4000

/** The guard ends what is left within moments; a busy machine needs longer. */
const ORPHAN_MS = 10_000

const plateau = join(root, 'packages', 'cli', 'bin', 'plateau.js')
const server = join(root, 'packages', 'cli', 'test', 'fixtures', 'servers', 'server.cjs')
const rows = []
const progress = startProgress({ total: options.runs, unit: 'kills' })
for (let run = 0; run < options.runs; run++) {
  progress.show(run)
  rows.push(await killOnce(run))
}
progress.end()

const broken = rows.filter(({ problem }) => problem !== undefined)
for (const { run, killedMs, problem } of broken) {
  console.error(`run ${run}, killed after ${killedMs} ms: ${problem}`)
}
const unstarted = rows.filter(({ lines }) => lines === 0).length
console.log(
  `${rows.length} kills: ${broken.length} broken; ${unstarted} before the first record, ${rows.filter(({ isTorn }) => isTorn).length} within a line`,
)
writeRows(options.json, rows)
process.exitCode = broken.length === 0 ? 0 : 1

async function killOnce(run) {
  const cwd = mkdtempSync(join(tmpdir(), 'plateau-kills-'))
  const mark = `--title=kill-${process.pid}-${run}`
  const soak = [
    'soak',
    '--out',
    'out',
    '--iterations',
    '1000000',
    '--every',
    '20',
    '--request',
    '/',
  ]
  const child = spawn(
    process.execPath,
    [plateau, ...soak, '--', process.execPath, mark, server, 'deaf'],
    { cwd, stdio: 'ignore' },
  )
  const exited = new Promise((resolve) => child.once('exit', resolve))
  const killedMs = Math.round(Math.random() * LATEST_KILL_MS)
  await pause(killedMs)
  child.kill('SIGKILL')
  await exited
  const row = { run, killedMs, ...reportOf(cwd), orphans: await orphansOf(mark) }
  rmSync(cwd, { recursive: true, force: true, maxRetries: 5 })
  if (row.orphans > 0) row.problem = `${row.orphans} processes were left`
  return row
}

/** A soak that was killed before it wrote anything has no report, which is no pass either. */
function reportOf(cwd) {
  const file = join(cwd, 'out', 'run.ndjson')
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const lines = text.split('\n').length - 1
  const { status, stdout } = spawnSync(process.execPath, [plateau, 'report', 'out'], {
    cwd,
    encoding: 'utf8',
  })
  const isTorn = text !== '' && !text.endsWith('\n')
  const wanted = lines === 0 ? 2 : 3
  const isTold = lines === 0 || stdout.startsWith('incomplete')
  if (status === wanted && isTold) return { lines, isTorn, status }
  return { lines, isTorn, status, problem: `report ended with ${status}: ${stdout.slice(0, 200)}` }
}

async function orphansOf(mark) {
  const endMs = performance.now() + ORPHAN_MS
  let count = running(mark)
  while (count > 0 && performance.now() < endMs) {
    await pause(50)
    count = running(mark)
  }
  return count
}

/** A zombie that nobody reaps is none that runs. */
function running(mark) {
  const { stdout } = spawnSync('ps', ['-eo', 'stat=,args='], { encoding: 'utf8' })
  return stdout.split('\n').filter((line) => line.includes(mark) && !line.startsWith('Z')).length
}
