import { describeVerdict, type GrowthVerdict } from '@plateau/core'
import { type Owner, ownerOf, whose } from '../routes/whose.ts'
import { durationText, rateText } from './amounts.ts'
import type { ProcessView, RunView } from './run-view.ts'
import { grownText } from './verdict-text.ts'

/** A run in which something may have grown, and what was sent in it. */
export interface DraftedRun {
  readonly view: RunView
  /** Method and path alone, as `--request` takes them; undefined where the load is of another kind. */
  readonly asked: string | undefined
}

export interface DraftPlace {
  /** What a reader starts: no argument that may be secret. */
  readonly command: string
  /** Paths are told from here. */
  readonly cwd: string
  readonly versionOf: (packageName: string) => string | undefined
}

interface Found extends DraftedRun {
  readonly process: ProcessView
  readonly verdict: GrowthVerdict
  readonly owner: Owner | undefined
}

/**
 * A text for the tracker of whoever can mend what grows, an issue each; undefined where nothing grew. It holds no
 * body, no query, no header and no argument of the program.
 */
export function issueDraft(runs: readonly DraftedRun[], place: DraftPlace): string | undefined {
  const found = runs.flatMap(grownIn)
  if (found.length === 0) return undefined
  return `${found.map((one) => issueOf(one, place)).join('\n---\n\n')}`
}

function grownIn(run: DraftedRun): readonly Found[] {
  return run.view.processes.flatMap((process) => {
    const { verdict } = process
    if (verdict?.kind !== 'growth') return []
    const [culprit] = verdict.culprits
    return [{ ...run, process, verdict, owner: culprit && ownerOf(culprit) }]
  })
}

function issueOf(found: Found, place: DraftPlace): string {
  const { view, process, verdict, asked } = found
  const where = asked === undefined ? '' : ` of ${asked}`
  return [
    `# Memory grows with each iteration${where}: ${grownText(view, process)}`,
    '',
    forWhom(found),
    '',
    '## What happens',
    '',
    ...verdict.growth.map(
      ({ probe, perIteration, interval: [low, high] }) =>
        `- ${probe} ${rateText(probe, perIteration)} (95 % interval ${rounded(low)} to ${rounded(high)}), over ${verdict.iterations} iterations in ${durationText(verdict.elapsedMs)}`,
    ),
    '',
    '```',
    fromHere(describeVerdict(verdict), place.cwd),
    '```',
    '',
    '## What was expected',
    '',
    'That memory levels off: it was read after collections, with no request under way.',
    '',
    '## How to see it',
    '',
    '```',
    commandOf(found, place),
    '```',
    '',
    '## Versions',
    '',
    ...versionsOf(found, place).map((line) => `- ${line}`),
    '',
  ].join('\n')
}

function forWhom({ verdict, owner }: Found): string {
  const [culprit] = verdict.culprits
  const held = culprit && whose(culprit)
  if (owner === undefined || held === undefined) {
    return 'Draft: who holds what grows is not known. Read it before you send it.'
  }
  const tracker =
    owner.kind === 'yours' ? 'your own tracker' : `the tracker of ${owner.packageName}`
  return `Draft for ${tracker}: what grows is held by ${owner.kind === 'yours' ? 'your own code' : held}. Read it before you send it.`
}

function commandOf({ view, asked }: Found, { command }: DraftPlace): string {
  const { iterations, durationMs = 0 } = view.start.plan
  const howLong =
    iterations === undefined
      ? `--duration ${Math.round(durationMs / 1000)}s`
      : `--iterations ${iterations}`
  const request = asked === undefined ? '' : ` --request '${asked}'`
  return `npx @plateau/cli soak ${howLong}${request} -- ${command}`
}

function versionsOf({ view, owner }: Found, { versionOf }: DraftPlace): readonly string[] {
  const { plateau, node, platform } = view.start.versions
  const packageName = owner === undefined || owner.kind === 'yours' ? undefined : owner.packageName
  const own =
    packageName === undefined
      ? undefined
      : (versionOf(packageName) ?? 'of a version that was not found')
  return [
    ...(packageName === undefined ? [] : [`${packageName} ${own}`]),
    `Node ${node}, ${platform}`,
    `Plateau ${plateau}`,
  ]
}

/** Where a project lies on a disk is nobody's business. */
function fromHere(text: string, cwd: string): string {
  return text.replaceAll(`${cwd}/`, '').replaceAll(cwd, '.')
}

function rounded(amount: number): number {
  return Number(amount.toPrecision(3))
}
