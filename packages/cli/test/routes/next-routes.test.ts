import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nextCommand } from '../../src/routes/next-routes.ts'
import { routesOf } from '../../src/routes/routes-of.ts'
import { runHere, testFolder } from '../command/run-plateau.ts'

/** As Next 16.2 writes it, shortened. */
const MANIFEST = {
  version: 3,
  basePath: '',
  dynamicRoutes: [{ page: '/items/[id]' }],
  staticRoutes: ['/', '/_global-error', '/_not-found', '/api/leak', '/favicon.ico'].map((page) => ({
    page,
  })),
}

function folderWith(files: Readonly<Record<string, string>>): string {
  const cwd = testFolder()
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(cwd, file, '..'), { recursive: true })
    writeFileSync(join(cwd, file), text)
  }
  return cwd
}

function appWith(manifest: object, files: Readonly<Record<string, string>> = {}): string {
  return folderWith({ '.next/routes-manifest.json': JSON.stringify(manifest), ...files })
}

test('the routes of a built application of Next are found, and what wants a value is named', async () => {
  expect(await routesOf('.', appWith(MANIFEST))).toEqual({
    routes: ['/', '/api/leak'],
    left: [
      { route: 'GET /favicon.ico', why: 'is served from a file' },
      { route: 'GET /items/[id]', why: 'wants a value' },
    ],
  })
})

test('routes below a base path, and the API of the pages directory, are found', async () => {
  const pages = JSON.stringify({ '/_app': 'a', '/api/old': 'b', '/api/[id]': 'c', '/about': 'd' })
  const files = { '.next/server/pages-manifest.json': pages }
  const manifest = { ...MANIFEST, basePath: '/shop', dynamicRoutes: [] }

  expect(await routesOf('.next', appWith(manifest, files))).toMatchObject({
    routes: ['/shop', '/shop/api/leak', '/shop/api/old'],
  })
})

test('an application is started by its own copy of Next', () => {
  const cwd = appWith(MANIFEST, { 'node_modules/next/dist/bin/next': '' })

  expect(nextCommand(cwd, '.')).toEqual([
    'node',
    expect.stringMatching(/node_modules\/next\/dist\/bin\/next$/),
    'start',
    '--port',
    '{port}',
  ])
})

test.each([
  ['an application that was not built', {}, 'Run next build first'],
  ['one without Next', { '.next/routes-manifest.json': '{}' }, 'Next cannot be found from'],
])('%s is refused', async (_, files, message) => {
  const cwd = folderWith(files)
  const { code, stderr } = await runHere(['soak', '--next'], cwd)

  expect(code).toBe(2)
  expect(stderr).toContain(message)
})
