import { readFileSync } from 'node:fs'
import { type Program, type ProgramStart, startProgram } from '../../src/process/index.ts'

/** Starts a script in a Node of its own. */
export function startNode(script: string, start: Partial<ProgramStart> = {}): Promise<Program> {
  return startProgram({
    command: process.execPath,
    args: ['-e', script],
    env: plainEnvironment(),
    name: "Node program 'test'",
    ...start,
  })
}

/** Without what the runner of these tests sets. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], SystemRoot: process.env['SystemRoot'] }
}

/** Resolves once the program has printed a line that is this text. */
export function printed(text: string): {
  readonly onOutput: NonNullable<ProgramStart['onOutput']>
  readonly done: Promise<void>
} {
  let all = ''
  let settle: () => void = () => {}
  const done = new Promise<void>((resolve) => {
    settle = resolve
  })
  return {
    done,
    onOutput(chunk) {
      all += chunk
      if (all.split('\n').includes(text)) settle()
    },
  }
}

/** Polls until the process is gone, or a zombie that nobody has collected yet. */
export async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 10))
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  return !isZombie(pid)
}

function isZombie(pid: number): boolean {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** What is read of a program before and after it did what it is told by a line: it prints `ready` and then `done`. */
export async function readAround<Read>(
  script: string,
  read: (pid: number) => Promise<Read>,
): Promise<{ readonly before: Read; readonly after: Read }> {
  const [ready, done] = [printed('ready'), printed('done')]
  const program = await startNode(script, {
    stdin: 'pipe',
    onOutput(chunk, stream) {
      ready.onOutput(chunk, stream)
      done.onOutput(chunk, stream)
    },
  })
  await ready.done
  const before = await read(program.pid)
  program.stdin?.write('go\n')
  await done.done
  const after = await read(program.pid)
  await program.stop()
  return { before, after }
}
