import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { withoutQuery } from '@plateau/core/drive'
import type { CommandIo } from '@plateau/go/kit'
import { isTargetObject } from '../config/check-config.ts'
import type { SoakConfig } from '../config/soak-config.ts'
import { issueDraft } from '../report/issue-draft.ts'
import type { RunView } from '../report/run-view.ts'

/** Where a draft is to be left, and what it is made of. */
export interface Drafting {
  readonly file: string
  readonly config: SoakConfig
  readonly runs: readonly { readonly view: RunView; readonly request: string | undefined }[]
}

/** Writes the draft of an issue where something grew, and says so. Throws the system's error. */
export function draftIssue({ file, config, runs }: Drafting, { cwd, stderr }: CommandIo): void {
  const { target } = config
  const place = isTargetObject(target) ? cwd : resolve(cwd, target.cwd ?? '.')
  const asked = runs.map(({ view, request }) => ({ view, asked: request && pathOf(request) }))
  const draft = issueDraft(asked, {
    command: commandOf(config),
    cwd: place,
    versionOf: (packageName) => versionIn(place, packageName),
  })
  if (draft === undefined) {
    stderr.write(`Nothing grew, so there is no draft of an issue in ${file}.\n`)
    return
  }
  writeFileSync(resolve(cwd, file), draft)
  stderr.write(`The draft of an issue is in ${file}: read it before you send it.\n`)
}

/** A query or a body may be a person's. */
function pathOf(request: string): string {
  const [, method = '', path = ''] = /^(?:([A-Z]+) )?(\S+)/.exec(request) ?? []
  return [method, withoutQuery(path)].filter(Boolean).join(' ')
}

/** The program and its script; what follows may be secret. */
function commandOf({ target }: SoakConfig): string {
  if (isTargetObject(target)) return target.name
  const [program = 'the program', script, ...rest] = target.command ?? [target.go ?? 'the program']
  const shown = [program, script].flatMap((one) => (one === undefined ? [] : [basename(one)]))
  return [...shown, ...(rest.length > 0 ? ['…'] : [])].join(' ')
}

function versionIn(folder: string, packageName: string): string | undefined {
  try {
    const manifest = readFileSync(join(folder, 'node_modules', packageName, 'package.json'), 'utf8')
    return (JSON.parse(manifest) as { version?: string }).version
  } catch {
    return undefined
  }
}
