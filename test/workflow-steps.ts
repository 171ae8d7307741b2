import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface WorkflowStep {
  readonly id?: string
  readonly if?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly 'working-directory'?: string
}

/** What expressions see: `inputs`, `github`, `runner`. Outputs of steps are added. */
export type Contexts = Readonly<Record<string, unknown>>

interface Machine {
  /** Where scripts run, and files of the runner lie. */
  readonly cwd: string
  readonly environment: NodeJS.ProcessEnv
  readonly contexts: Contexts
  /** What an action of others does here, by its name without a version; one that is not named does nothing. */
  readonly actions?: Readonly<Record<string, (inputs: Readonly<Record<string, string>>) => void>>
}

export interface StepOutcome {
  readonly step: WorkflowStep
  readonly status: number
  readonly output: string
  readonly outputs: Readonly<Record<string, string>>
}

/**
 * Runs the scripts of a job's steps in bash as GitHub's runner does: after a failure, only those that ask for it. Of
 * expressions it knows what ours need: paths, `==`, `!=`, `&&` and `always()`.
 */
export function runSteps(
  steps: readonly WorkflowStep[],
  { cwd, environment, contexts, actions = {} }: Machine,
): readonly StepOutcome[] {
  const outputs: Record<string, { outputs: Record<string, string> }> = {}
  const seen = { ...contexts, steps: outputs }
  const outcomes: StepOutcome[] = []
  for (const step of steps) {
    const hasFailed = outcomes.some(({ status }) => status !== 0)
    if (!isDue(step.if, hasFailed, seen)) continue
    if (step.uses !== undefined) {
      const inputs = filled(step.with ?? {}, seen)
      actions[step.uses.replace(/@.*$/, '')]?.(inputs)
      continue
    }
    const file = join(cwd, '.github-output')
    writeFileSync(file, '')
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', fill(step.run ?? '', seen)],
      {
        cwd: join(cwd, fill(step['working-directory'] ?? '.', seen)),
        encoding: 'utf8',
        env: { ...environment, GITHUB_OUTPUT: file, ...filled(step.env ?? {}, seen) },
      },
    )
    const told = readOutputs(file)
    outcomes.push({ step, status: status ?? 1, output: `${stdout}${stderr}`, outputs: told })
    if (step.id !== undefined) outputs[step.id] = { outputs: told }
  }
  return outcomes
}

function isDue(condition: string | undefined, hasFailed: boolean, contexts: Contexts): boolean {
  if (condition === 'always()') return true
  if (hasFailed) return false
  return (condition ?? 'true').split('&&').every((term) => holds(term.trim(), contexts))
}

function holds(term: string, contexts: Contexts): boolean {
  const [, left = '', operator, right = ''] = /^(\S+) (==|!=) '(.*)'$/.exec(term) ?? []
  if (operator === undefined) return term === 'true'
  return (String(valueAt(left, contexts)) === right) === (operator === '==')
}

function filled(
  texts: Readonly<Record<string, string>>,
  contexts: Contexts,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, fill(String(text), contexts)]),
  )
}

function fill(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{ (\S+) \}\}/g, (_, path: string) =>
    String(valueAt(path, contexts) ?? ''),
  )
}

function valueAt(path: string, contexts: Contexts): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) => (value as Record<string, unknown> | undefined)?.[name],
      contexts,
    )
}

function readOutputs(file: string): Record<string, string> {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)))
}
