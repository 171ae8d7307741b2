/** Follows the words with which a Go program crashes. */
export interface CrashReader {
  onOutput(chunk: Buffer): void
  /** What it said, and the goroutine that it was in; undefined where nothing of the kind was printed. */
  text(): string | undefined
}

/** The stacks of all other goroutines follow, and would push the reason out of what is kept of the output. */
export function createCrashReader(): CrashReader {
  let rest = ''
  let said: string[] = []
  let isComplete = true
  function onLine(line: string): void {
    if (CRASH.test(line) && isComplete) {
      said = []
      isComplete = false
    }
    if (isComplete) return
    said.push(line)
    const isStackOver = line === '' && said.some((before) => GOROUTINE.test(before))
    isComplete = isStackOver || said.length >= MOST_LINES
  }
  return {
    onOutput(chunk) {
      const lines = (rest + chunk.toString('utf8')).split('\n')
      // A program may print without ever ending a line.
      rest = (lines.pop() ?? '').slice(-LONGEST_LINE)
      lines.forEach(onLine)
    },
    text: () => (said.length > 0 ? said.join('\n').trimEnd() : undefined),
  }
}

const CRASH = /^(?:panic|fatal error|runtime|SIG[A-Z]+): /
const GOROUTINE = /^goroutine \d+ .*\[/
const MOST_LINES = 40
const LONGEST_LINE = 4096
