/**
 * What lists the routes of an Express application, 4 or 5, in the process that loads it. As text: the file that both
 * the sources and the build could name does not exist. Neither version keeps the path at which a router is mounted, so it is
 * noted when that happens.
 */
export const LIST_ROUTES = `
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [, file] = process.argv
const mounted = new WeakMap()
const tell = (listed) => process.stdout.write('\\nplateau-routes:' + JSON.stringify(listed) + '\\n', () => process.exit(0))

try {
  const { Router } = createRequire(file)('express')
  const owner = Router.prototype?.use ? Router.prototype : Router
  const { use } = owner
  owner.use = function (...given) {
    const before = this.stack.length
    const result = use.apply(this, given)
    const paths = [typeof given[0] === 'function' ? '/' : given[0]].flat()
    for (const layer of this.stack.slice(before)) mounted.set(layer, paths)
    return result
  }
  const loaded = await import(pathToFileURL(file).href)
  const candidates = [loaded.default, loaded.app, loaded.default?.app, loaded['module.exports']]
  const app = candidates.find((one) => typeof one === 'function' && typeof one.use === 'function')
  if (app === undefined) tell({ error: 'it exports no Express application' })
  else tell({ routes: routesIn((app._router ?? app.router)?.stack ?? [], '') })
} catch (error) {
  tell({ error: String(error?.message ?? error).split('\\n')[0] })
}

function routesIn(stack, prefix) {
  return stack.flatMap((layer) => {
    if (layer.route) {
      const methods = Object.keys(layer.route.methods).filter((one) => layer.route.methods[one])
      return [layer.route.path].flat().filter((path) => typeof path === 'string').flatMap((path) =>
        methods.filter((one) => one !== 'head').map((method) => ({
          method: method === '_all' ? 'GET' : method.toUpperCase(),
          path: joined(prefix, path),
        })))
    }
    const below = layer.handle?.stack ?? layer.handle?._router?.stack
    if (!Array.isArray(below)) return []
    return (mounted.get(layer) ?? ['/']).flatMap((path) => routesIn(below, joined(prefix, String(path))))
  })
}

function joined(prefix, path) {
  return (prefix + '/' + path).replace(/\\/{2,}/g, '/').replace(/(?<=.)\\/$/, '')
}
`
