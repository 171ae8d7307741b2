import { overlayTest } from './agent-overlay.ts'
import { readAgentSource } from './agent-source.ts'
import { type Build, type BuildRequest, make } from './build.ts'
import { packageOfTest } from './find-test.ts'
import { buildOf, prepareBuild } from './prepare-build.ts'

/**
 * Builds the binary of a package's tests with the agent and a test that serves the named one, `TestEvict` or
 * `TestEvict/full`. Rejects with `TargetError` when there is no such test, naming those that there are.
 */
export async function buildTest(request: BuildRequest & { readonly test: string }): Promise<Build> {
  const { test, flags } = request
  let packageName = ''
  const prepared = await prepareBuild(request, {
    isTest: true,
    refuse: (listed) => {
      packageName = packageOfTest(listed, test)
    },
  })
  const { go, place, settings, listed, packages } = prepared
  const agent = request.agent ? readAgentSource() : []
  const purpose = request.agent ? ['test', test] : ['test']
  const binary = await make(
    {
      go,
      place,
      listed,
      input: { settings, flags, purpose, agent, packages },
      // Vet would enter the folders that only the compiler sees.
      command: ['test', '-c', '-vet=off'],
      overlay: request.agent ? () => overlayTest(listed, agent, { test, packageName }) : undefined,
    },
    request,
  )
  return buildOf(prepared, { binary, hasAgent: request.agent })
}
