import type { SourcePosition, Verdict } from '@plateau/core'
import { incompleteReasons, processOutcome } from './outcome.ts'
import type { ProcessView, RunView } from './run-view.ts'
import { verdictText } from './verdict-text.ts'

/** GitHub shows ten of a step and drops the rest without a word: half of them is left to others. */
const MOST = 5

interface Annotation {
  readonly title: string
  readonly message: string
  readonly position?: SourcePosition
}

/** Workflow commands for GitHub Actions, at most five; empty where every process levelled off. */
export function githubAnnotations(view: RunView): readonly string[] {
  const name = `plateau soak: ${view.start.name}`
  const all = [
    ...view.processes.flatMap((process) => ofGrowth(view, process)),
    ...incompleteReasons(view).map((message) => ({ title: 'incomplete', message })),
    ...view.processes.flatMap((process) => ofOthers(view, process)),
  ].map((annotation) => ({ ...annotation, title: `${name}: ${annotation.title}` }))
  const shown =
    all.length > MOST ? [...all.slice(0, MOST - 1), rest(all.slice(MOST - 1), name)] : all
  return shown.map(commandOf)
}

/** One a site: processes of one cluster leak at the same line, but each is a case of its own. */
function ofGrowth(view: RunView, process: ProcessView): readonly Annotation[] {
  const { verdict } = process
  if (verdict?.kind !== 'growth') return []
  const position = siteOf(verdict)
  const probes = verdict.growth.map(({ probe }) => probe).join(', ')
  return [
    {
      title: `${process.process}: ${probes} grows`,
      message: verdictText(view, process),
      ...(position && { position }),
    },
  ]
}

/** Annotations show in the project's own files only: its line comes before that of a package. */
function siteOf(verdict: Verdict & { readonly kind: 'growth' }): SourcePosition | undefined {
  const culprit = verdict.culprits.find(({ site, calledFrom }) => site ?? calledFrom)
  return culprit?.calledFrom ?? culprit?.site
}

function ofOthers(view: RunView, process: ProcessView): readonly Annotation[] {
  const outcome = processOutcome(view, process)
  const isToldByRun = outcome === 'incomplete' && !view.isComplete
  if (outcome === 'plateau' || outcome === 'growth' || isToldByRun) return []
  return [{ title: `${process.process}: ${outcome}`, message: verdictText(view, process) }]
}

function rest(left: readonly Annotation[], name: string): Annotation {
  const titles = left.map(({ title }) => title.slice(name.length + 2)).join('\n')
  return { title: `${name}: ${left.length} more`, message: `The reports tell more of:\n${titles}` }
}

function commandOf({ title, message, position }: Annotation): string {
  const properties = [
    ...(position ? [`file=${property(fileOf(position))}`, `line=${position.line}`] : []),
    ...(position?.column === undefined ? [] : [`col=${position.column}`]),
    `title=${property(title)}`,
  ]
  return `::error ${properties.join(',')}::${escaped(message)}`
}

function fileOf({ file }: SourcePosition): string {
  return file.replace(/^file:\/\//, '')
}

function property(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}
