// Sets whose repository this is, wherever that is told: in every manifest, and in the links of docs and templates.
import { root } from '../installed-project.mjs'
import { repositoryOf, setOwner } from './repository.mjs'

/** As GitHub allows it. */
const OWNER = /^[a-z\d][a-z\d-]{0,38}$/i

const [owner, ...more] = process.argv.slice(2)
const usage = `npm run measure -- set-owner OWNER

  OWNER  the user or organisation on GitHub, now ${repositoryOf(root).owner}`
if (owner === '--help') {
  console.log(usage)
} else if (owner === undefined || more.length > 0 || !OWNER.test(owner)) {
  console.error(`OWNER must be one name as GitHub allows it, received ${owner}.\n\n${usage}`)
  process.exitCode = 2
} else {
  for (const file of setOwner(root, owner)) console.log(file)
}
