import { join } from 'node:path'
import { AGENT_MODULE } from './agent-source.ts'
import type { Build, BuildRequest } from './build.ts'
import { findGo, type GoToolchain } from './find-go.ts'
import { type GoSettings, readGoSettings } from './go-settings.ts'
import { type ListedPackage, listLinked, listPackage, placeOf } from './list-packages.ts'
import type { GoCommandPlace } from './run-go.ts'

/** What is known of a package before anything is compiled. */
export interface PreparedBuild {
  readonly go: GoToolchain
  readonly place: GoCommandPlace & { readonly pkg: string }
  readonly settings: GoSettings
  readonly listed: ListedPackage
  readonly packages: readonly ListedPackage[]
  /** The user imports the agent. */
  readonly importsAgent: boolean
}

/** Finds Go and asks it. `refuse` is called before all dependencies are listed, which takes long. */
export async function prepareBuild(
  { pkg: named, cwd: from, env, flags, signal }: BuildRequest,
  {
    isTest,
    refuse,
  }: { readonly isTest: boolean; readonly refuse: (listed: ListedPackage) => void },
): Promise<PreparedBuild> {
  const { cwd, pkg } = placeOf(named, from)
  const place = { cwd, env, signal, pkg }
  const go = await findGo(cwd, env)
  const settings = await readGoSettings(go.command, place, flags)
  const listed = await listPackage(go.command, { ...place, flags })
  refuse(listed)
  const packages = await listLinked(go.command, { ...place, flags, isTest })
  const importsAgent = packages.some(({ ImportPath }) => ImportPath === AGENT_MODULE)
  return { go, place, settings, listed, packages, importsAgent }
}

export function buildOf(
  { go, listed, packages }: PreparedBuild,
  { binary, hasAgent }: Pick<Build, 'binary' | 'hasAgent'>,
): Build {
  const { Dir, Module } = listed
  return {
    binary,
    hasAgent,
    packageDir: Dir,
    moduleDir: Module?.Dir,
    modulePath: Module?.Path,
    goLine: Module?.GoVersion && `go ${Module.GoVersion}`,
    cgoFiles: packages.flatMap(cgoFilesOf),
    go,
  }
}

function cgoFilesOf({ Standard, CgoFiles = [], Dir }: ListedPackage): readonly string[] {
  return Standard ? [] : CgoFiles.map((file) => join(Dir, file))
}
