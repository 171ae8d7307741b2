import { MisuseError } from '@plateau/core'
import { goTest } from '../go-test.ts'
import type { CommandIo } from '../kit/command-io.ts'
import { parseCommandLine } from '../kit/parse-command-line.ts'
import { environmentOf } from '../session/program-plan.ts'
import { buildTest } from '../toolchain/build-test.ts'
import { builtUntil } from './build-until.ts'
import { TEST_OPTIONS } from './command-options.ts'
import { judgeTarget } from './judge-target.ts'
import { binaryOf, environmentOfLine, processorsOf } from './option-values.ts'

/** `plateau-go test ./internal/cache --run TestEvict`. Resolves to the exit code. */
export async function testCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const line = parseCommandLine(args, 'plateau-go test', TEST_OPTIONS)
  const [pkg, extra = line.rest?.[0]] = line.positionals
  const test = line.one('run')
  if (pkg === undefined || extra !== undefined) {
    const found = pkg === undefined ? 'none' : `'${extra}' in addition`
    throw new MisuseError(
      `plateau-go test needs one package such as ./internal/cache, received ${found}.`,
    )
  }
  if (test === undefined) {
    throw new MisuseError('plateau-go test needs the name of a test: --run TestEvict.')
  }
  const processors = processorsOf(line)
  const bin = binaryOf(line, io)
  const options = {
    cwd: io.cwd,
    env: environmentOfLine(line, io.env),
    args: line.all('arg'),
    buildFlags: line.all('build-flag'),
    ...(bin !== undefined && { bin }),
    ...(processors !== undefined && { processors }),
  }
  const target = goTest(pkg, test, options)
  if (bin !== undefined) return judgeTarget(target, line, io)
  const stoppable = builtUntil(target, io.signal, (signal) => {
    const { cwd, buildFlags: flags } = options
    const env = environmentOf(options, process.env)
    return buildTest({ pkg, test, cwd, env, flags, agent: true, signal })
  })
  return judgeTarget(stoppable, line, io)
}
