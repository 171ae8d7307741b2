import { MisuseError } from '@plateau/core'

/** Reads how many iterations a service has done, where others send the load. */
export type Counter = () => Promise<number | undefined>

/** A counter that takes longer is no counter. */
const COUNTER_LIMIT_MS = 5000

/**
 * `http://host/stats#requests.total` is a number in JSON by its path, `http://host/metrics#name` the sum
 * of a metric in Prometheus' text. Throws `MisuseError` where that is no address with a name. The counter
 * resolves to undefined where it cannot be read now.
 */
export function counterOf(text: string): Counter {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const name = decodeURIComponent(url?.hash.slice(1) ?? '')
  if (url === undefined || name === '') {
    throw new MisuseError(
      `counter must be an address and the name of the number behind #, such as http://127.0.0.1:3000/metrics#http_requests_total, received '${text}'.`,
    )
  }
  return async () => {
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(COUNTER_LIMIT_MS) })
      return answer.ok ? countIn(await answer.text(), name) : undefined
    } catch {
      return undefined
    }
  }
}

/** The number of that name in JSON, or the sum over its labels in Prometheus' text. */
export function countIn(text: string, name: string): number | undefined {
  const parsed = jsonOf(text)
  if (parsed !== undefined) return numberAt(parsed, name)
  const lines = text.split('\n').filter((line) => isSampleOf(line, name))
  if (lines.length === 0) return undefined
  const total = lines.reduce((sum, line) => sum + sampleValue(line, name), 0)
  return Number.isFinite(total) ? total : undefined
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function numberAt(parsed: unknown, path: string): number | undefined {
  const found = path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | null)?.[key], parsed)
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined
}

function isSampleOf(line: string, name: string): boolean {
  return line.startsWith(name) && /^[\s{]/.test(line.slice(name.length))
}

/** After the labels comes the value, and perhaps a time. */
function sampleValue(line: string, name: string): number {
  const rest = line.slice(name.length)
  const [value] = rest
    .slice(rest.lastIndexOf('}') + 1)
    .trim()
    .split(/\s+/)
  return Number(value)
}
