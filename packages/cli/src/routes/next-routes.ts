import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { MisuseError } from '@plateau/core'
import type { LeftRoute, Routes } from './routes-of.ts'

/** What `next build` leaves behind of the routes, as far as they are asked for. */
interface RoutesManifest {
  readonly basePath?: string
  readonly staticRoutes?: readonly { readonly page: string }[]
  readonly dynamicRoutes?: readonly { readonly page: string }[]
}

const MANIFEST = 'routes-manifest.json'

/** Pages that are no route of anybody: errors, and what wraps the others. */
const OWN = /^\/_/

/** What is served from a file costs the server nothing of its own. */
const FILES = /\.(ico|png|jpe?g|svg|txt|xml|webmanifest)$/

/** Whether a folder is an application of Next that was built, or what its build wrote. */
export function isNextFolder(folder: string): boolean {
  return distOf(folder) !== undefined
}

/** The routes of a built application that can be asked as they are, and those that want a value. Throws `MisuseError`. */
export function nextRoutes(folder: string, given: string): Routes {
  const dist = distOf(folder)
  if (dist === undefined) throw notBuilt(given, folder)
  const { basePath = '', staticRoutes = [], dynamicRoutes = [] } = manifestIn(dist)
  const named = [...staticRoutes.map(({ page }) => page), ...apiPagesIn(dist)]
  const pages = [...new Set(named)].filter((page) => !OWN.test(page))
  const asked = pages.filter((page) => !FILES.test(page))
  return {
    routes: asked.map((page) => pathOf(basePath, page)),
    left: [
      ...pages
        .filter((page) => FILES.test(page))
        .map((page) => leftOf(basePath, page, 'is served from a file')),
      ...dynamicRoutes.map(({ page }) => leftOf(basePath, page, 'wants a value')),
    ],
  }
}

/** How a built application is started: by its own copy of Next. Throws `MisuseError` where there is none. */
export function nextCommand(folder: string, given: string): readonly string[] {
  if (!isNextFolder(folder)) throw notBuilt(given, folder)
  try {
    const bin = createRequire(join(folder, 'package.json')).resolve('next/dist/bin/next')
    return ['node', bin, 'start', '--port', '{port}']
  } catch {
    throw new MisuseError(
      `--next ${given}: Next cannot be found from ${folder}. Install what the application needs, or name what starts it behind two dashes: --next ${given} -- node server.js.`,
    )
  }
}

function distOf(folder: string): string | undefined {
  return [join(folder, '.next'), folder].find((one) => existsSync(join(one, MANIFEST)))
}

/** Of the pages directory, routes below `/api` are missing in the manifest of routes. */
function apiPagesIn(dist: string): readonly string[] {
  const file = join(dist, 'server', 'pages-manifest.json')
  if (!existsSync(file)) return []
  const pages = Object.keys(parsed<Record<string, string>>(file))
  return pages.filter((page) => /^\/api(\/|$)/.test(page) && !page.includes('['))
}

function manifestIn(dist: string): RoutesManifest {
  return parsed<RoutesManifest>(join(dist, MANIFEST))
}

function parsed<Manifest>(file: string): Manifest {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Manifest
  } catch (error) {
    throw new MisuseError(
      `load.routes (--next): ${file} cannot be read (${(error as Error).message}): build the application anew with next build.`,
    )
  }
}

function leftOf(basePath: string, page: string, why: string): LeftRoute {
  return { route: `GET ${pathOf(basePath, page)}`, why }
}

/** Of the pages directory, `/index` is the page of `/`. */
function pathOf(basePath: string, page: string): string {
  const path = page === '/' || page === '/index' ? '' : page
  return `${basePath}${path}` || '/'
}

function notBuilt(given: string, folder: string): MisuseError {
  const dist = basename(folder) === '.next' ? folder : join(folder, '.next')
  return new MisuseError(
    `load.routes (--next): '${given}' holds no application of Next that was built: there is no ${join(dist, MANIFEST)}. Run next build first; where distDir says another folder, name that.`,
  )
}
