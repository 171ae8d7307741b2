/** Vite serves files outside of the project's root under this path. */
const OUTSIDE = /^\/@fs(?=\/)/

/** An address of Vite's server as the path of its file, from the project's root on. */
export function projectPath(url: string, root: string): string {
  if (!URL.canParse(url)) return url
  const { pathname, protocol } = new URL(url)
  if (!/^(?:https?|file):$/.test(protocol)) return url
  const path = decodeURIComponent(pathname)
  if (protocol === 'file:' || OUTSIDE.test(path)) return fromRoot(path.replace(OUTSIDE, ''), root)
  return path.slice(1)
}

/** A folder beside the project, such as another of its workspace, is reached by `..`. */
function fromRoot(file: string, root: string): string {
  const [to, from] = [partsOf(file), partsOf(root)]
  const differs = from.findIndex((part, at) => part !== to[at])
  const shared = differs === -1 ? from.length : differs
  if (shared === 0) return file
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/')
}

function partsOf(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '')
}
