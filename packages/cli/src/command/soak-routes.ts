import { join } from 'node:path'
import { MisuseError } from '@plateau/core'
import { type CommandIo, EXIT } from '@plateau/go/kit'
import type { SoakConfig, SoakLoadConfig } from '../config/soak-config.ts'
import { routesOf } from '../routes/routes-of.ts'
import { routesTable, type SoakedRoute } from '../routes/routes-table.ts'
import { viewOfRun } from '../run/view-of-run.ts'
import { draftIssue } from './draft-issue.ts'
import { outcomeJson, writeJson } from './outcome-json.ts'
import { soakOnce } from './soak-once.ts'

/** Worst first: what is proved, what says nothing of the routes, what is not settled. */
const WORST_FIRST: readonly number[] = [
  EXIT.growth,
  EXIT.harnessFailed,
  EXIT.targetFailed,
  EXIT.unsettled,
  EXIT.plateau,
]

/** What is left behind of all routes together; nothing where it is undefined. */
interface RoutesLeft {
  readonly json: string | undefined
  readonly issueDraft: string | undefined
}

/** Soaks each route in a fresh process, for what one leaves behind is not to be charged to another. Resolves to the exit code. */
export async function soakRoutes(
  config: SoakConfig,
  io: CommandIo,
  { json, issueDraft }: RoutesLeft,
): Promise<number> {
  const { routes: given, ...load } = config.load ?? {}
  refuseBeside(load)
  const { routes, left } = await routesOf(given, io.cwd)
  const quiet = json === '-' ? { ...io, stdout: io.stderr } : io
  const soaked: (SoakedRoute & { readonly json: object })[] = []
  const codes: number[] = []
  for (const [at, route] of routes.entries()) {
    quiet.stdout.write(`\nRoute ${at + 1} of ${routes.length}: ${route}\n`)
    const one: SoakConfig = {
      ...config,
      load: { ...load, request: route },
      name: config.name === undefined ? route : `${config.name} ${route}`,
      ...(config.out !== undefined && { out: join(config.out, folderOf(route, at)) }),
    }
    const { code, records, folder } = await soakOnce(one, quiet)
    soaked.push({
      route,
      view: viewOfRun(records),
      json: { route, ...outcomeJson(records, { folder }) },
    })
    codes.push(code)
    if (io.signal.aborted) return code
  }
  quiet.stdout.write(`\n${routesTable(soaked, left)}\n`)
  if (json !== undefined) {
    writeJson(json, { schema: 1, routes: soaked.map((one) => one.json), left }, io)
  }
  if (issueDraft !== undefined) {
    const runs = soaked.map(({ route, view }) => ({ view, request: route }))
    draftIssue({ file: issueDraft, config, runs }, io)
  }
  return WORST_FIRST.find((code) => codes.includes(code)) ?? EXIT.harnessFailed
}

function refuseBeside(load: SoakLoadConfig): void {
  const beside = (
    ['request', 'iteration', 'webSocket', 'events', 'mcp', 'lines', 'command'] as const
  ).find((name) => load[name] !== undefined)
  if (beside === undefined) return
  throw new MisuseError(
    `load.routes (--routes) and load.${beside} both say what one iteration is: leave one of them out.`,
  )
}

function folderOf(route: string, at: number): string {
  const plain = route.replace(/[^\w.-]+/g, '-').replace(/^[-.]+|-+$/g, '')
  return `${at + 1}-${plain.slice(0, LONGEST_NAME) || 'root'}`
}

const LONGEST_NAME = 60
