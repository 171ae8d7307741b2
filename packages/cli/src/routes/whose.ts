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

/** By the module that holds it; where none is on the path, by the line that allocates it. */
export function ownerOf({ path, site, calledFrom }: Culprit): Owner | undefined {
  const [holder] = path.flatMap(({ name }) => /^module (.+)$/.exec(name)?.[1] ?? [])
  const file = holder ?? site?.file ?? calledFrom?.file
  if (file === undefined) return undefined
  const [, packageName] =
    /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file.replaceAll('\\', '/')) ?? []
  if (packageName === undefined) return { kind: 'yours' }
  return { kind: FRAMEWORKS.has(packageName) ? 'framework' : 'dependency', packageName }
}
