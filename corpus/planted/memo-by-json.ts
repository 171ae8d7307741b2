// holder: answers \(Map\)
type Query = { readonly page: number; readonly tags: readonly string[] }

function memoize<Given, Answer>(compute: (given: Given) => Answer, limit: number) {
  const answers = new Map<string, Answer>()
  return (given: Given): Answer => {
    const key = JSON.stringify(given) // <- leaks
    const known = answers.get(key)
    if (known !== undefined) return known
    const answer = compute(given)
    if (answers.size >= limit) answers.clear()
    answers.set(key, answer) // <- leaks
    return answer
  }
}

function search({ page, tags }: Query) {
  return tags.map((tag) => ({ tag, title: `${tag} on page ${page}` })) // <- leaks
}

const searchForever = memoize(search, Number.POSITIVE_INFINITY)
const searchBounded = memoize(search, 20)
let pages = 0

export const leaky = {
  name: 'answers by the JSON of what was asked',
  run: () => void searchForever({ page: pages++, tags: ['node', 'memory'] }),
}

export const repaired = {
  name: 'twenty answers at most',
  run: () => void searchBounded({ page: pages++, tags: ['node', 'memory'] }),
}
