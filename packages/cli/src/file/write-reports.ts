import { appendFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeFolder } from '@plateau/core/process'
import { junitXml } from '../report/junit-xml.ts'
import { markdownSummary } from '../report/markdown-summary.ts'
import { openMetrics } from '../report/open-metrics.ts'
import type { RunView } from '../report/run-view.ts'

/** What a report is written as, by the name of its option. */
export type ReportKind = 'html' | 'junit' | 'markdown' | 'openmetrics'

const REPORTS: Readonly<Record<ReportKind, (view: RunView) => string | Promise<string>>> = {
  // Loaded only now: it reads the plots' library.
  html: async (view) => (await import('../report/html-report.ts')).htmlReport(view),
  junit: junitXml,
  markdown: markdownSummary,
  openmetrics: openMetrics,
}

const NAMES: Readonly<Record<ReportKind, string>> = {
  html: 'report.html',
  junit: 'junit.xml',
  markdown: 'summary.md',
  openmetrics: 'metrics.txt',
}

/** Whole sentences about what could not be written; the others are there. */
export async function writeAllReports(view: RunView, folder: string): Promise<readonly string[]> {
  const problems: string[] = []
  for (const kind of Object.keys(NAMES) as ReportKind[]) {
    const file = join(folder, NAMES[kind])
    try {
      await writeReport(view, kind, file)
    } catch (error) {
      problems.push(`'${file}' could not be written: ${(error as Error).message}.`)
    }
  }
  return problems
}

/** Rejects with the system's error. */
export async function writeReport(view: RunView, kind: ReportKind, file: string): Promise<void> {
  const text = await REPORTS[kind](view)
  makeFolder(dirname(file))
  writeFileSync(file, text, { mode: 0o600 })
}

/** GitHub loses the whole summary of a step that grows beyond 1 MiB: this is far from it. */
export function appendJobSummary(view: RunView, file: string): void {
  appendFileSync(file, `${markdownSummary(view)}\n`)
}
