import { MisuseError } from '@plateau/core'
import { overlayProgram } from './agent-overlay.ts'
import { type AgentFile, readAgentSource } from './agent-source.ts'
import { type Build, type BuildRequest, make } from './build.ts'
import type { ListedPackage } from './list-packages.ts'
import { buildOf, type PreparedBuild, prepareBuild } from './prepare-build.ts'

/**
 * Builds a `package main`, with the agent in it where that is asked for. The user's folders stay as they are.
 * Rejects with `TargetError` and the compiler's own words when it does not build.
 */
export async function buildProgram(request: BuildRequest): Promise<Build> {
  const prepared = await prepareBuild(request, {
    isTest: false,
    refuse: (listed) => refuseLibrary(listed, request.pkg),
  })
  const { importsAgent } = prepared
  if (importsAgent || !request.agent) {
    const binary = await makeProgram(prepared, request, [])
    return buildOf(prepared, { binary, hasAgent: importsAgent })
  }
  try {
    const binary = await makeProgram(prepared, request, readAgentSource())
    return buildOf(prepared, { binary, hasAgent: true })
  } catch (error) {
    // Some folders take no file by an overlay, such as those of the module cache.
    if (request.signal?.aborted || !/plateau_?agent/.test(String(error))) throw error
    const binary = await makeProgram(prepared, request, [])
    return buildOf(prepared, { binary, hasAgent: false })
  }
}

function makeProgram(
  { go, place, settings, listed, packages }: PreparedBuild,
  request: BuildRequest,
  agent: readonly AgentFile[],
): Promise<string> {
  const input = { settings, flags: request.flags, purpose: ['program'], agent, packages }
  const overlay = agent.length > 0 ? () => overlayProgram(listed, agent) : undefined
  return make({ go, place, listed, input, command: ['build'], overlay }, request)
}

function refuseLibrary({ Name, ImportPath }: ListedPackage, pkg: string): void {
  if (Name === 'main') return
  throw new MisuseError(
    `pkg must be a program, received "${pkg}": ${ImportPath} is package ${Name || '(none)'}, not package main. Name the folder of a package main, or test this one with goTest.`,
  )
}
