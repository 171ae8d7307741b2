import { execFile } from 'node:child_process'
import { MisuseError } from '@plateau/core'
import { LIST_ROUTES } from './list-routes-source.ts'
import type { LeftRoute, Routes } from './routes-of.ts'

interface Listed {
  readonly routes?: readonly { readonly method: string; readonly path: string }[]
  readonly error?: string
}

/** A program may connect to what it needs before it has its routes. */
const LISTED_WITHIN_MS = 30_000

/** Loads a module in a process of its own and reads the routes of the application that it exports. */
export async function expressRoutes(
  file: string,
  { cwd, given }: { readonly cwd: string; readonly given: string },
): Promise<Routes> {
  const { routes, error } = await listed(file, cwd)
  if (routes === undefined) {
    throw new MisuseError(
      `load.routes (--routes): the routes of '${given}' cannot be found: ${error}. Export the Express application from it, or name the routes in a text file, a request in each line.`,
    )
  }
  const left = routes.flatMap(leftOf)
  const asked = routes.filter((route) => leftOf(route).length === 0)
  return { routes: [...new Set(asked.map(({ path }) => path))], left }
}

function leftOf({ method, path }: { readonly method: string; readonly path: string }): LeftRoute[] {
  const route = `${method} ${path}`
  if (method !== 'GET') return [{ route, why: 'changes something, and may want a body' }]
  if (/[:*{}()]/.test(path)) return [{ route, why: 'wants a value' }]
  return []
}

function listed(file: string, cwd: string): Promise<Listed> {
  const args = ['--input-type=module', '-e', LIST_ROUTES, file]
  // Port 0 is any that is free: a module that listens as soon as it is loaded does no harm.
  const env = { ...process.env, PORT: '0' }
  return new Promise((resolve) => {
    const options = { cwd, env, timeout: LISTED_WITHIN_MS, maxBuffer: 2 ** 26 }
    execFile(process.execPath, args, options, (failure, stdout, stderr) => {
      const line = stdout.split('\n').findLast((one) => one.startsWith('plateau-routes:'))
      if (line !== undefined) return resolve(JSON.parse(line.slice('plateau-routes:'.length)))
      const [why] = stderr.split('\n').filter((one) => /Error|error/.test(one))
      const late =
        failure?.killed === true ? `it took longer than ${LISTED_WITHIN_MS / 1000} s` : undefined
      resolve({ error: late ?? why?.trim() ?? 'it ended before it had told them' })
    })
  })
}
