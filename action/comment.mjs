// One comment on the pull request, which is edited as things change.

/** Finds our comment again; GitHub shows nothing of it. */
const MARK = '<!-- plateau leak checks -->'

/** GitHub takes 65 536 characters. */
const MOST_CHARACTERS = 60_000

/**
 * Writes or edits the comment. A pull request that never had a leak gets none. Resolves to a sentence where it could
 * not be written, which never fails the job.
 *
 * @param {{ api: string, repository: string, number: number, token: string, isFork: boolean }} where
 */
export async function writeComment(text, isClean, where) {
  if (where.token === '') return `No comment was written: there is no token. ${IN_SUMMARY}`
  try {
    const known = await findComment(where)
    if (known === undefined && isClean) return undefined
    const body = `${MARK}\n${text.slice(0, MOST_CHARACTERS)}`
    if (known?.body === body) return undefined
    const path =
      known === undefined ? `issues/${where.number}/comments` : `issues/comments/${known.id}`
    await request(where, path, {
      method: known === undefined ? 'POST' : 'PATCH',
      body: JSON.stringify({ body }),
    })
    return undefined
  } catch (error) {
    return `No comment was written: ${reasonOf(error, where)} ${IN_SUMMARY}`
  }
}

const IN_SUMMARY = 'The job’s summary has all of it.'

async function findComment(where) {
  for (let page = 1; ; page++) {
    const comments = await request(
      where,
      `issues/${where.number}/comments?per_page=100&page=${page}`,
    )
    const found = comments.find(({ body }) => body?.startsWith(MARK))
    if (found !== undefined || comments.length < 100) return found
  }
}

async function request({ api, repository, token }, path, options = {}) {
  const response = await fetch(`${api}/repos/${repository}/${path}`, {
    ...options,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-github-api-version': '2022-11-28',
    },
  })
  if (!response.ok)
    throw Object.assign(new Error(`HTTP ${response.status}`), { status: response.status })
  return response.json()
}

/** By the status alone: an answer's text may quote what was sent. */
function reasonOf({ status }, { isFork }) {
  if (status === undefined) return 'GitHub could not be reached.'
  if (status !== 403 && status !== 404) return `GitHub answered ${status}.`
  return isFork
    ? 'this pull request comes from a fork, whose jobs may only read.'
    : 'the job has no permission to. Give it permissions: pull-requests: write.'
}
