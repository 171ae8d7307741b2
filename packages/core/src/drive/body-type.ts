const FORM = /^[\w.%~*[\]-]+=[^\s=&]*(?:&[\w.%~*[\]-]+=[^\s=&]*)*$/

/** The type that a body is sent with: without one, a server that parses bodies passes it over. */
export function typeOfBody(body: string): string {
  if (isJson(body)) return 'application/json'
  return FORM.test(body) ? 'application/x-www-form-urlencoded' : 'text/plain; charset=utf-8'
}

function isJson(body: string): boolean {
  try {
    JSON.parse(body)
    return true
  } catch {
    return false
  }
}

/** An object or a list; that of JavaScript, whose names have no quotes, is what a shell makes of one that is not quoted. */
const LIKE_JSON = /^\s*(?:\{\s*(?:["']|[\w$-]+\s*:)|\[\s*(?:["{[]|-?\d+\s*,))/

/** Why a body that begins like JSON is none, in the words of the parser; undefined for any other. */
export function brokenJson(body: string): string | undefined {
  if (!LIKE_JSON.test(body)) return undefined
  try {
    JSON.parse(body)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
