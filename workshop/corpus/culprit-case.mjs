// Runs one leaky scenario in this process and prints its verdict as JSON: node culprit-case.mjs JSON
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { checkLeak } from '@plateau/core'

const { file, loader, alias, timeLimitMs } = JSON.parse(process.argv[2])
const found = await import(pathToFileURL(file))
const verdict = await checkLeak(await scenarioOf(found), { timeLimitMs })
process.stdout.write(JSON.stringify(verdict), () => process.exit(0))

async function scenarioOf({ leaky, setup, iterate }) {
  if (leaky) return leaky
  const context = await setup(await loaderOf())
  return () => iterate(context)
}

async function loaderOf() {
  const importThere = (await import(pathToFileURL(loader))).default
  const requireThere = createRequire(loader)
  const { meta } = found
  return async (name = '') => {
    const itself = name === '' || name === meta.package
    const specifier = itself ? alias : name.startsWith('./') ? alias + name.slice(1) : name
    try {
      return await importThere(specifier)
    } catch (error) {
      // Old CommonJS packages have folders as sub paths, which only require() resolves.
      if (!/ERR_UNSUPPORTED_DIR_IMPORT|Directory import/.test(String(error.code ?? error)))
        throw error
      const loaded = requireThere(specifier)
      return { default: loaded, ...loaded }
    }
  }
}
