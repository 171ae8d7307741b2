import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What bundlers put before a path in their source maps: `webpack://app/./src/a.ts`, `turbopack:///[project]/src/a.ts`. */
const BUNDLER =
  /^(?:webpack(?:-internal)?|turbopack|rspack|parcel):\/\/[^/]*\/(?:\[project\]\/|\([\w-]+\)\/)?(?:\.\/)?/

/** A script's address as a reader knows it: without the page's own origin, a query, or what a bundler adds to it. */
export function shownFile(address: string, pageUrl: string): string {
  if (address.startsWith('file://')) return relative(process.cwd(), fileURLToPath(address))
  if (BUNDLER.test(address)) return withoutQuery(address.replace(BUNDLER, ''))
  const origin = URL.canParse(pageUrl) ? new URL(pageUrl).origin : ''
  const isOwn = origin !== '' && address.startsWith(`${origin}/`)
  const path = isOwn ? address.slice(origin.length + 1) : address
  return path === '' ? address : withoutQuery(path)
}

function withoutQuery(path: string): string {
  return path.split('?')[0] ?? path
}
