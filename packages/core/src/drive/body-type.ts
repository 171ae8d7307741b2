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
