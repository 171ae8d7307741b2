import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { routesOf } from '../../src/routes/routes-of.ts'
import { testFolder } from '../command/run-plateau.ts'

const MODULES = join(import.meta.dirname, '../../node_modules')

/** A folder in which `express` is that release. */
function folderWith(release: 'express' | 'express-4', app: string, file = 'app.cjs'): string {
  const cwd = testFolder()
  mkdirSync(join(cwd, 'node_modules'))
  symlinkSync(join(MODULES, release), join(cwd, 'node_modules', 'express'))
  writeFileSync(join(cwd, file), app)
  return cwd
}

const APP = `
const express = require('express')
const app = express()
const api = express.Router()
const deep = express.Router()
app.use(express.json())
app.get('/', (_, response) => response.end())
api.get('/orders', (_, response) => response.end())
api.post('/orders', (_, response) => response.end())
api.get('/orders/:id', (_, response) => response.end())
deep.get('/deep', (_, response) => response.end())
api.use('/more', deep)
app.use('/api', api)
console.log('loaded')
module.exports = app
`

test.each(['express', 'express-4'] as const)(
  'the routes of an application of %s are found below the paths of its routers',
  async (release) => {
    expect(await routesOf('app.cjs', folderWith(release, APP))).toEqual({
      routes: ['/', '/api/orders', '/api/more/deep'],
      left: [
        { route: 'POST /api/orders', why: 'changes something, and may want a body' },
        { route: 'GET /api/orders/:id', why: 'wants a value' },
      ],
    })
  },
)

test('a module that listens as soon as it is loaded, in the other kind of modules, is read and ended', async () => {
  const app = `
    import express from 'express'
    export const app = express()
    app.get('/a', (_, response) => response.end())
    app.listen(process.env.PORT)
  `
  expect(await routesOf('app.mjs', folderWith('express', app, 'app.mjs'))).toEqual({
    routes: ['/a'],
    left: [],
  })
})

test.each([
  ['module.exports = {}', 'it exports no Express application. Export the Express application'],
  ["throw new Error('no database')", 'no database. Export the Express application from it'],
  ['process.exit(1)', 'it ended before it had told them. Export'],
  [
    "module.exports = require('express')(); module.exports.get('/:id', () => {})",
    "no route was found that can be asked as it is in 'app.cjs', for GET /:id wants a value.",
  ],
])('%s is refused', async (app, message) => {
  await expect(routesOf('app.cjs', folderWith('express', app))).rejects.toThrow(message)
})

test('routes are listed in a file, a request in each line', async () => {
  const cwd = testFolder()
  writeFileSync(join(cwd, 'routes.txt'), '# the shop\n/\n\nPOST /orders {"id":{n}}\n')

  expect(await routesOf('routes.txt', cwd)).toEqual({
    routes: ['/', 'POST /orders {"id":{n}}'],
    left: [],
  })
  await expect(routesOf('missing.txt', cwd)).rejects.toThrow(
    "load.routes (--routes): 'missing.txt' cannot be read (ENOENT)",
  )
  await expect(routesOf(5, cwd)).rejects.toThrow(
    'load.routes (--routes) must be a list of requests, or the name of a file such as routes.txt or app.js, or the folder of an application of Next, received 5.',
  )
})
