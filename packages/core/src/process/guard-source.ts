/**
 * What the guard runs. As text: there is no file that both the TypeScript sources and the two builds
 * could name, and a function's text would carry the counters of coverage tools.
 *
 * Its arguments are the programs that run already. It reads lines: `?{"argv","uptime"}` a start is at
 * hand, `+PID` it succeeded, `!` it failed, `-PID` the program has ended. The end of its stdin is the end
 * of the runner. It ignores the signals of terminals and of `killall node`.
 *
 * A runner that is killed in the milliseconds of a start cannot tell the number any more; of 60 such
 * runners 20 left a program behind. So the guard looks for it: an orphan that leads its own session, was
 * started since, and has that command line. Only Linux tells all of this.
 */
export const GUARD_SOURCE = `
const fs = require('fs')
const watched = new Set(process.argv.slice(1).map(Number))
let starting
let rest = ''
function hear(text) {
  const lines = (rest + text).split('\\n')
  rest = lines.pop()
  for (const line of lines) {
    const kind = line[0]
    const pid = Number(line.slice(1))
    if (kind === '?') starting = JSON.parse(line.slice(1))
    else if (kind === '-') watched.delete(pid)
    else {
      starting = undefined
      if (kind === '+') watched.add(pid)
    }
  }
}
function end(pid) {
  try {
    if (process.platform !== 'win32') process.kill(-pid, 'SIGKILL')
    else require('child_process').spawnSync('taskkill', ['/T', '/F', '/PID', String(pid)])
  } catch {}
}
function isStarted(pid) {
  try {
    const stat = fs.readFileSync('/proc/' + pid + '/stat', 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [parent, session, ticks] = [fields[1], fields[3], fields[19]].map(Number)
    if (parent !== process.ppid || session !== pid || ticks / 100 < starting.uptime - 0.1) return false
    const command = fs.readFileSync('/proc/' + pid + '/cmdline', 'utf8')
    const wanted = starting.argv.join('\\0') + '\\0'
    return command === wanted || command.endsWith('\\0' + wanted)
  } catch {
    return false
  }
}
function findStarted(attempts) {
  const pid = fs.readdirSync('/proc').map(Number).find((number) => number > 1 && isStarted(number))
  if (pid !== undefined) end(pid)
  if (pid !== undefined || attempts === 1) process.exit()
  setTimeout(findStarted, 50, attempts - 1)
}
function finish() {
  for (const pid of watched) end(pid)
  if (starting === undefined || process.platform !== 'linux') process.exit()
  findStarted(40)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})
process.stdin.setEncoding('utf8').on('data', hear).on('error', () => {}).on('close', finish)
`
