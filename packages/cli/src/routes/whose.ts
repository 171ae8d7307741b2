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

/** Whose code holds what grows: `yours`, `the dependency p-timeout`, `the framework next`; undefined where it is not known. */
export function whose({ path, site, calledFrom }: Culprit): string | undefined {
  const [holder] = path.flatMap(({ name }) => /^module (.+)$/.exec(name)?.[1] ?? [])
  const file = holder ?? site?.file ?? calledFrom?.file
  if (file === undefined) return undefined
  const [, packageName] =
    /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file.replaceAll('\\', '/')) ?? []
  if (packageName === undefined) return 'yours'
  return FRAMEWORKS.has(packageName)
    ? `the framework ${packageName}`
    : `the dependency ${packageName}`
}
