import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { MisuseError } from '@plateau/core'
import { type GoCommandPlace, runGo } from './run-go.ts'

/** What `go list` tells of a package, as far as it is asked here. */
export interface ListedPackage {
  readonly ImportPath: string
  readonly Dir: string
  readonly Name: string
  readonly Standard?: boolean
  readonly Module?: {
    readonly Path: string
    readonly Dir?: string
    readonly GoMod?: string
    readonly GoVersion?: string
  }
  readonly CgoFiles?: readonly string[]
  readonly TestGoFiles?: readonly string[]
  readonly XTestGoFiles?: readonly string[]
  /** Fields of `SOURCES`. */
  readonly [field: string]: unknown
}

/** The fields that hold names of files a package is built from. */
export const SOURCES = [
  'GoFiles',
  'CgoFiles',
  'CFiles',
  'CXXFiles',
  'MFiles',
  'HFiles',
  'FFiles',
  'SFiles',
  'SwigFiles',
  'SwigCXXFiles',
  'SysoFiles',
  'EmbedFiles',
  'TestGoFiles',
  'XTestGoFiles',
  'TestEmbedFiles',
  'XTestEmbedFiles',
] as const

const FIELDS = ['ImportPath', 'Dir', 'Name', 'Standard', 'Module', ...SOURCES].join(',')

/** Where go is to be run for a package, and what the package is called there. */
export interface PackagePlace {
  readonly cwd: string
  readonly pkg: string
}

/** A folder of another module than the working directory's is built from within: Go refuses it from outside. */
export function placeOf(pkg: string, cwd: string): PackagePlace {
  if (pkg.endsWith('.go')) {
    throw new MisuseError(`pkg must name a package and not a file, received "${pkg}".`)
  }
  const folder = resolve(cwd, pkg)
  const isFolder = /^(?:\.|[/\\]|[a-zA-Z]:)/.test(pkg)
  if (!isFolder) return { cwd, pkg }
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new MisuseError(`pkg must name a folder with a Go package, received "${pkg}" in ${cwd}.`)
  }
  return moduleFile(folder) === moduleFile(cwd) ? { cwd, pkg } : { cwd: folder, pkg: '.' }
}

function moduleFile(folder: string): string | undefined {
  const file = join(folder, 'go.mod')
  if (existsSync(file)) return file
  const parent = dirname(folder)
  return parent === folder ? undefined : moduleFile(parent)
}

/** The package itself. Rejects with `MisuseError` when the pattern stands for none, or for several. */
export async function listPackage(
  command: string,
  { pkg, flags, ...place }: GoCommandPlace & { pkg: string; flags: readonly string[] },
): Promise<ListedPackage> {
  const listed = parse(await runGo(command, ['list', `-json=${FIELDS}`, ...flags, pkg], place))
  const [only] = listed
  if (only === undefined || listed.length > 1) {
    throw new MisuseError(
      `pkg must name one package, received "${pkg}": ${listed.length} packages.`,
    )
  }
  return only
}

/** All packages that are linked into a program, or into the package's test. */
export async function listLinked(
  command: string,
  request: GoCommandPlace & { pkg: string; flags: readonly string[]; isTest: boolean },
): Promise<readonly ListedPackage[]> {
  const { pkg, flags, isTest, ...place } = request
  const args = ['list', '-deps', ...(isTest ? ['-test'] : []), `-json=${FIELDS}`, ...flags, pkg]
  return parse(await runGo(command, args, place))
}

/** The objects follow each other, each beginning and ending at the margin. */
function parse(output: string): readonly ListedPackage[] {
  return output
    .split(/^(?=\{)/m)
    .filter((text) => text.trim() !== '')
    .map((text) => JSON.parse(text) as ListedPackage)
}
