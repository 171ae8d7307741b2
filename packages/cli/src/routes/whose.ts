import type { Culprit } from '@plateau/core'

/** What an application is written in: its own code is called by these, and seldom to blame. */
const FRAMEWORKS: ReadonlySet<string> = new Set([
  'next',
  'nuxt',
  'express',
  'fastify',
  'koa',
  'hono',
  '@nestjs/core',
  '@nestjs/common',
  '@remix-run/node',
  '@sveltejs/kit',
  'astro',
  'react-router',
])

/** Whose code holds what grows. */
export type Owner =
  | { readonly kind: 'yours' }
  | { readonly kind: 'dependency' | 'framework'; readonly packageName: string }

/** `yours`, `the dependency p-timeout`, `the framework next`; undefined where it is not known. */
export function whose(culprit: Culprit): string | undefined {
  const owner = ownerOf(culprit)
  if (owner === undefined || owner.kind === 'yours') return owner?.kind
  return `the ${owner.kind} ${owner.packageName}`
}

/**
 * By the module that holds it; where none is on the path, by the line that allocates it. Undefined for a bundle that
 * may hold anybody's code, where no line of the project led there.
 */
export function ownerOf({ path, site, addedAt, calledFrom }: Culprit): Owner | undefined {
  const holder = path.find(({ type }) => type === 'module')?.name
  if (holder === undefined || !BUNDLED.test(holder)) {
    return ownerOfFile(holder ?? site?.file ?? calledFrom?.file)
  }
  const stored = ownerOfFile(addedAt?.file ?? calledFrom?.file)
  const allocated = ownerOfFile(site?.file)
  return stored ?? (allocated?.kind === 'yours' ? allocated : undefined)
}

/** What `next build` makes of an application and of its dependencies. */
const BUNDLED = /(?:^|[\\/])\.next[\\/]/

function ownerOfFile(file: string | undefined): Owner | undefined {
  if (file === undefined) return undefined
  const [, packageName] =
    /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file.replaceAll('\\', '/')) ?? []
  if (packageName === undefined) return { kind: 'yours' }
  return { kind: FRAMEWORKS.has(packageName) ? 'framework' : 'dependency', packageName }
}
