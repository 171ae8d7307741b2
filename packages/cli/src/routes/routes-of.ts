import { readFileSync, statSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { MisuseError } from '@plateau/core'
import { expressRoutes } from './express-routes.ts'
import { nextRoutes } from './next-routes.ts'

/** The routes of a service, each of which is a soak of its own. */
export interface Routes {
  /** As `--request` takes them. */
  readonly routes: readonly string[]
  /** What was found and cannot be asked without knowing more, with the reason. */
  readonly left: readonly LeftRoute[]
}

export interface LeftRoute {
  readonly route: string
  readonly why: string
}

/**
 * A list, a text file with one in each line, a module that exports an Express application, or the folder of an
 * application of Next that was built. Throws `MisuseError`.
 */
export async function routesOf(given: unknown, cwd: string): Promise<Routes> {
  const found = await foundIn(given, cwd)
  if (found.routes.length > 0) return found
  throw new MisuseError(
    `load.routes (--routes): no route was found that can be asked as it is in ${named(given)}${found.left.length > 0 ? `, for ${found.left.map(({ route, why }) => `${route} ${why}`).join(', ')}` : ''}. Name some in a text file, a request in each line.`,
  )
}

async function foundIn(given: unknown, cwd: string): Promise<Routes> {
  if (Array.isArray(given) && given.every((one) => typeof one === 'string')) {
    return { routes: given, left: [] }
  }
  if (typeof given !== 'string' || given === '') {
    throw new MisuseError(
      `load.routes (--routes) must be a list of requests, or the name of a file such as routes.txt or app.js, or the folder of an application of Next, received ${JSON.stringify(given)}.`,
    )
  }
  const file = resolve(cwd, given)
  if (/^\.[cm]?[jt]s$/.test(extname(given))) return expressRoutes(file, { cwd, given })
  if (isFolder(file)) return nextRoutes(file, given)
  return { routes: linesOf(file, given), left: [] }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function linesOf(file: string, given: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'))
  } catch (error) {
    throw new MisuseError(
      `load.routes (--routes): '${given}' cannot be read (${(error as NodeJS.ErrnoException).code}): it was looked for at ${file}.`,
    )
  }
}

function named(given: unknown): string {
  return typeof given === 'string' ? `'${given}'` : 'the list'
}
