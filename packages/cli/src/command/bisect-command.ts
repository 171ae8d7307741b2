import { spawnSync } from 'node:child_process'
import { MisuseError } from '@plateau/core'
import { type CommandIo, EXIT } from '@plateau/go/kit'

/** What `git bisect run` takes: good, bad, and a commit that cannot be judged. */
const GOOD = 0
const BAD = 1
const SKIP = 125

/**
 * `git bisect run npx plateau bisect loop vitest test/cache.test.ts`: runs the plateau command behind it and ends as git
 * asks for it. Anything after `--` is run first, such as `npm ci`; a commit where it fails is skipped.
 */
export async function bisectCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const end = args.indexOf('--')
  const command = end === -1 ? args : args.slice(0, end)
  const prepare = end === -1 ? [] : args.slice(end + 1)
  if (command.length === 0 || command[0] === 'bisect') {
    throw new MisuseError(
      'plateau bisect needs the command that judges a commit: git bisect run npx plateau bisect loop vitest test/cache.test.ts -- npm ci.',
    )
  }
  const [program, ...rest] = prepare
  if (program !== undefined) {
    const { status } = spawnSync(program, rest, { cwd: io.cwd, stdio: 'inherit' })
    if (status !== 0) return told(SKIP, `'${prepare.join(' ')}' failed`, io)
  }
  const plateau = spawnSync(process.execPath, [process.argv[1] ?? '', ...command], {
    cwd: io.cwd,
    stdio: 'inherit',
  })
  return told(...answerTo(plateau.status ?? EXIT.harnessFailed), io)
}

/** Only a plateau is good and only growth is bad: what is not known must not move the search. */
function answerTo(code: number): readonly [answer: number, why: string] {
  switch (code) {
    case EXIT.plateau:
      return [GOOD, 'a plateau']
    case EXIT.growth:
      return [BAD, 'growth']
    case EXIT.unsettled:
      return [SKIP, 'unsettled']
    case EXIT.targetFailed:
      return [SKIP, 'the suite or the program failed by itself']
    default:
      return [code >= 128 ? code : SKIP, `no verdict (exit code ${code})`]
  }
}

function told(answer: number, why: string, { stderr }: CommandIo): number {
  const words = answer === GOOD ? 'good' : answer === BAD ? 'bad' : 'skipped'
  stderr.write(`bisect: ${words}, ${why}\n`)
  return answer
}
