// What a long command tells while it runs, on stderr: what runs, how many of how many, and the time left.

/** Where nobody watches, a line this often keeps a log readable and shows that it runs. */
const LOG_EVERY_MS = 30_000

/** `show(done, what)` as often as you like; `say` prints a line of the result meanwhile; `end` clears the last line. */
export function startProgress({ total, unit }) {
  const isWatched = process.stderr.isTTY === true
  const startedMs = performance.now()
  let toldMs = Number.NEGATIVE_INFINITY
  const clear = () => {
    if (isWatched) process.stderr.write('\r\u001b[K')
  }
  return {
    show(done, what) {
      const nowMs = performance.now()
      if (!isWatched && nowMs - toldMs < LOG_EVERY_MS) return
      toldMs = nowMs
      const line = progressLine({ done, total, unit, what, elapsedMs: nowMs - startedMs })
      if (isWatched) process.stderr.write(`\r\u001b[K${line.slice(0, process.stderr.columns - 1)}`)
      else process.stderr.write(`${line}\n`)
    },
    say(text) {
      clear()
      console.log(text)
    },
    end: clear,
  }
}

export function progressLine({ done, total, unit, what, elapsedMs }) {
  const left =
    done > 0 && done < total ? `, ${shortTime((elapsedMs / done) * (total - done))} left` : ''
  return `${done} of ${total} ${unit}${left}${what ? `: ${what}` : ''}`
}

function shortTime(ms) {
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
