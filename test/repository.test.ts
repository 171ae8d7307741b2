import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../workshop/installed-project.mjs'
import { repositoryOf, setOwner } from '../workshop/release/repository.mjs'

test('every manifest tells where the package is developed', () => {
  expectOwner(root, repositoryOf(root).owner)
})

test('one command sets the owner in every manifest and link', () => {
  const copy = mkdtempSync(join(tmpdir(), 'plateau-owner-'))
  try {
    for (const file of ['package.json', 'README.md', 'CONTRIBUTING.md', 'docs', '.github'])
      cpSync(join(root, file), join(copy, file), { recursive: true })
    for (const name of readdirSync(join(root, 'packages')))
      cpSync(packageJson(root, name), packageJson(copy, name))

    const changed = setOwner(copy, 'acme')

    expectOwner(copy, 'acme')
    expect(changed).toContain(join('.github', 'ISSUE_TEMPLATE', 'config.yml'))
    const recipe = readFileSync(join(copy, 'docs', 'recipes', 'github-tests.yml'), 'utf8')
    expect(recipe).toContain('uses: acme/plateau@')
    for (const file of changed) {
      expect(readFileSync(join(copy, file), 'utf8'), file).not.toContain(repositoryOf(root).url)
    }
    expect(setOwner(copy, 'acme')).toEqual([])
  } finally {
    rmSync(copy, { recursive: true, force: true, maxRetries: 5 })
  }
})

function expectOwner(folder: string, owner: string): void {
  const url = `https://github.com/${owner}/plateau`
  for (const name of readdirSync(join(folder, 'packages'))) {
    const manifest = JSON.parse(readFileSync(packageJson(folder, name), 'utf8'))
    const directory = `packages/${name}`
    expect(manifest, name).toMatchObject({
      repository: { type: 'git', url: `git+${url}.git`, directory },
      homepage: `${url}/tree/main/${directory}#readme`,
      bugs: `${url}/issues`,
    })
  }
}

function packageJson(folder: string, name: string): string {
  return join(folder, 'packages', name, 'package.json')
}
