// Tells a run of leak checks to GitHub: summary, annotations, comment. It needs Node alone, and decides nothing.
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeComment } from './comment.mjs'
import { readVerdicts } from './read-verdicts.mjs'
import { annotationsOf, markdownOf, outcomeOf } from './tell.mjs'

const { env } = process
const code = Number(env.PLATEAU_CODE ?? 0)
const head = readVerdicts(env.PLATEAU_HEAD ?? '')
const base = readVerdicts(env.PLATEAU_BASE_VERDICTS ?? '')
const soak = soakSummary(join(env.PLATEAU_SOAK ?? '', 'summary.md'))
const markdown = markdownOf({ head, base, soak, code })
// A soak has told the summary and its annotations itself.
const own = head.length > 0 || soak === undefined ? markdownOf({ head, base, code }) : ''

for (const annotation of annotationsOf(head)) console.log(annotation)
if (own !== '') append('GITHUB_STEP_SUMMARY', `${own}\n`)
append('GITHUB_OUTPUT', `outcome=${outcomeOf({ head, soak, code })}\n`)
const pull = pullRequest()
if (env.PLATEAU_COMMENT !== 'false' && pull !== undefined) {
  const problem = await writeComment(markdown, code === 0, pull)
  if (problem !== undefined) {
    console.log(`::notice title=Plateau::${problem}`)
    append('GITHUB_STEP_SUMMARY', `\n${problem}\n`)
  }
}

function soakSummary(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function append(variable, text) {
  const file = env[variable]
  if (file) appendFileSync(file, text)
}

/** Undefined outside of pull requests. */
function pullRequest() {
  const file = env.GITHUB_EVENT_PATH
  if (!file || !existsSync(file)) return undefined
  const { pull_request: pull } = JSON.parse(readFileSync(file, 'utf8'))
  if (pull === undefined) return undefined
  const repository = env.GITHUB_REPOSITORY ?? ''
  return {
    api: env.GITHUB_API_URL ?? 'https://api.github.com',
    repository,
    number: pull.number,
    token: env.PLATEAU_TOKEN ?? '',
    isFork: pull.head?.repo?.full_name !== repository,
  }
}
