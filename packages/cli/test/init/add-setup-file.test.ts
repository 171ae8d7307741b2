import { expect, test } from 'vitest'
import { addToJson, addToModule } from '../../src/init/add-setup-file.ts'

const vitest = { path: ['test', 'setupFiles'], adapter: '@plateau/vitest' }
const jest = { path: ['setupFilesAfterEnv'], adapter: '@plateau/jest' }

test.each([
  ['export default {}', 'export default { test: { setupFiles: [@] },}'],
  ['export default { test: {} }', 'export default { test: { setupFiles: [@],} }'],
  [
    "import { defineConfig } from 'vitest/config'\nexport default defineConfig({\n  plugins: [], // {\n  test: { globals: true },\n})",
    "import { defineConfig } from 'vitest/config'\nexport default defineConfig({\n  plugins: [], // {\n  test: { setupFiles: [@], globals: true },\n})",
  ],
  [
    "export default { test: { setupFiles: './setup.ts' } } satisfies UserConfig",
    "export default { test: { setupFiles: [@, './setup.ts'] } } satisfies UserConfig",
  ],
  [
    "export default { test: { setupFiles: ['./setup.ts'] } }",
    "export default { test: { setupFiles: [@, './setup.ts'] } }",
  ],
  [
    'const config = { test: { setupFiles: [] } }\nexport default config',
    'const config = { test: { setupFiles: [@] } }\nexport default config',
  ],
  [
    'export default defineConfig(({ mode }) => ({ test: { name: mode } }))',
    'export default defineConfig(({ mode }) => ({ test: { setupFiles: [@], name: mode } }))',
  ],
  [
    'export default defineConfig(() => {\n  return { base: "/" }\n})',
    'export default defineConfig(() => {\n  return { test: { setupFiles: [@] }, base: "/" }\n})',
  ],
  [
    'export default mergeConfig(base, defineConfig({ test: {} }))',
    'export default mergeConfig(base, defineConfig({ test: { setupFiles: [@],} }))',
  ],
])('Vitest: %s', (source, expected) => {
  expect(addToModule(source, vitest)).toBe(expected.replace('[@', "['@plateau/vitest'"))
})

test.each([
  [
    'module.exports = { rootDir: "." }',
    'module.exports = { setupFilesAfterEnv: [@], rootDir: "." }',
  ],
  [
    "/** @type {import('jest').Config} */\nconst config = {\n  clearMocks: true,\n};\nmodule.exports = config;",
    "/** @type {import('jest').Config} */\nconst config = { setupFilesAfterEnv: [@],\n  clearMocks: true,\n};\nmodule.exports = config;",
  ],
  [
    'module.exports = async () => ({})',
    'module.exports = async () => ({ setupFilesAfterEnv: [@],})',
  ],
])('Jest: %s', (source, expected) => {
  expect(addToModule(source, jest)).toBe(expected.replace('[@', "['@plateau/jest'"))
})

test.each([
  'export default await load()',
  'export default { test: shared }',
  'export default { test: { setupFiles: [...shared], ...',
  'module.exports = require("./base")',
  "export default { test: { projects: ['packages/*'] } }",
  "module.exports = { projects: ['<rootDir>/a', '<rootDir>/b'] }",
  "export default { test: { setupFiles: process.env.CI ? 'a' : 'b' } }",
])('leaves alone what it cannot read: %s', (source) => {
  expect(addToModule(source, vitest)).toBeUndefined()
})

test('JSON keeps its comments and its indentation', () => {
  const source = '{\n    // ours\n    "compilerOptions": {\n        "types": ["node"]\n    }\n}\n'

  const changed = addToJson(source, {
    path: ['compilerOptions', 'types'],
    adapter: '@plateau/jest',
  })

  expect(changed).toContain('// ours')
  expect(changed).toMatch(/"types": \[\s*"@plateau\/jest",\s*"node"\s*\]/)
})
