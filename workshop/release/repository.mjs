// Where this repository is, as the root manifest tells it, and every other place that tells it too.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export function repositoryOf(root) {
  const { repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const url = repository.url.replace(/^git\+|\.git$/g, '')
  return { url, owner: url.split('/').at(-2) }
}

/** Returns the files that it has changed. */
export function setOwner(root, owner) {
  const { url } = repositoryOf(root)
  const next = url.replace(/[^/]+(?=\/[^/]+$)/, owner)
  // Our action is named without an address.
  const [action, nextAction] = [url, next].map(
    (one) => `uses: ${one.split('/').slice(-2).join('/')}@`,
  )
  return filesThatTell(root).filter((file) => {
    const before = readFileSync(join(root, file), 'utf8')
    const after = before.replaceAll(url, next).replaceAll(action, nextAction)
    if (after !== before) writeFileSync(join(root, file), after)
    return after !== before
  })
}

function filesThatTell(root) {
  const filesIn = (folder) =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder), { recursive: true }).map((file) => join(folder, file))
      : []
  const packages = readdirSync(join(root, 'packages')).flatMap((name) =>
    ['package.json', 'README.md'].map((file) => join('packages', name, file)),
  )
  return [
    'package.json',
    ...readdirSync(root),
    ...packages,
    ...['docs', '.github', '.changeset'].flatMap(filesIn),
  ]
    .filter((file, at, all) => all.indexOf(file) === at && /(?:\.md|\.ya?ml|\.json)$/.test(file))
    .filter((file) => existsSync(join(root, file)))
}
