import { McpServer } from '@modelcontextprotocol/server'
import * as z from 'zod'
import { version } from '../run/start-record.ts'
import { checkScenarioFile } from './check-scenario.ts'
import { fitAnswer } from './fit-answer.ts'
import { insideRoot } from './inside-root.ts'
import { loopTests } from './loop-tests.ts'
import { compareSnapshotFiles, pathsToRoot } from './snapshot-tools.ts'
import type { SoakRuns } from './soak-runs.ts'

interface Answer {
  [key: string]: unknown
  readonly content: { type: 'text'; text: string }[]
  readonly isError?: boolean
}

/** The server of one connection. Everything it is asked for must lie below the root. */
export function createServer(root: string, soaks: SoakRuns): McpServer {
  const server = new McpServer(
    { name: 'plateau', version: version() },
    { instructions: INSTRUCTIONS },
  )
  addCheck(server, root)
  addLoop(server, root)
  addSnapshots(server, root)
  addSoaks(server, root, soaks)
  return server
}

const INSTRUCTIONS = `Plateau finds memory leaks by running code many times and proving that something is kept each time.
To find one: write a scenario file that does the suspected work once and undoes it, check_scenario it, mend what the
failure names, and check it again. Use snapshots for a heap that exists already, and soaks for whole programs.`

function addCheck(server: McpServer, root: string): void {
  server.registerTool(
    'check_scenario',
    {
      title: 'Check a scenario for leaks',
      description:
        'Runs what a JavaScript or TypeScript file exports many times in a process of its own, with forced garbage collection. Answers plateau, growth (with rate, allocating line, what holds it, and the usual fix) or unsettled (with what to do). The file exports `scenario` or a default: a function, or { setup, run, teardown }. It must be a round trip: leave the program as it found it.',
      inputSchema: z.object({
        file: z.string().describe('Path below the root'),
        export: z
          .string()
          .optional()
          .describe('Name of the export; default `scenario`, else the default export'),
        timeLimitMs: z.number().int().min(100).max(300_000).default(10_000),
        iterations: z
          .number()
          .int()
          .positive()
          .optional()
          .describe('Exactly so many; default: as many as needed'),
        bounded: z
          .number()
          .int()
          .positive()
          .optional()
          .describe('The scenario fills a store of so many entries'),
        throws: z.boolean().optional().describe('The error path: every iteration must throw'),
      }),
      annotations: { readOnlyHint: false, openWorldHint: false },
    },
    ({ file, export: exportName, timeLimitMs, ...options }, { mcpReq }) =>
      answer(() =>
        checkScenarioFile(
          { file: insideRoot(root, file), exportName, timeLimitMs, options },
          { cwd: root, signal: mcpReq.signal },
        ),
      ),
  )
}

function addLoop(server: McpServer, root: string): void {
  server.registerTool(
    'loop_tests',
    {
      title: 'Loop the tests of a project',
      description:
        "Repeats tests that exist, hooks included, by the project's own Vitest, Jest or Go, and judges each by itself: which of them leave something behind, by how much, at which line. No test needs to be changed. Narrow it by files or a filter first: a whole suite takes minutes.",
      inputSchema: z.object({
        runner: z.enum(['vitest', 'jest', 'go']),
        files: z
          .array(z.string())
          .default([])
          .describe('Test files below the root; of Go, packages'),
        filter: z.string().optional().describe('Only tests whose names match this pattern'),
        budget: z
          .string()
          .default('45s')
          .describe('No test is begun after it; clients mostly wait for a minute'),
      }),
      annotations: { readOnlyHint: false, openWorldHint: false },
    },
    ({ files, ...asked }, { mcpReq }) =>
      answer(() => {
        for (const file of files) insideRoot(root, file)
        return loopTests({ ...asked, files }, { cwd: root, signal: mcpReq.signal })
      }),
  )
}

function addSnapshots(server: McpServer, root: string): void {
  server.registerTool(
    'compare_snapshots',
    {
      title: 'Compare two heap snapshots',
      description:
        'What a later heap snapshot of a process has more than an earlier one: classes that grew, what holds a new object of each, objects that retain more now (dominators), detached DOM nodes. Files are .heapsnapshot, as Node, Chromium and Deno write them.',
      inputSchema: z.object({
        before: z.string().describe('The earlier snapshot, below the root'),
        after: z.string().describe('The later one, of the same process'),
      }),
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    ({ before, after }) =>
      answer(() => compareSnapshotFiles(insideRoot(root, before), insideRoot(root, after))),
  )
  server.registerTool(
    'paths_to_root',
    {
      title: 'What holds an object',
      description:
        'The way from a root to an object of a heap snapshot, in the words of the source, and how much would be freed with it: for one object by its id, or for up to three of a class.',
      inputSchema: z.object({
        snapshot: z.string().describe('A .heapsnapshot below the root'),
        class: z
          .string()
          .optional()
          .describe('As compare_snapshots names it, such as `Session` or `function onData`'),
        id: z.number().int().optional().describe('As compare_snapshots tells it after @'),
      }),
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    ({ snapshot, class: className, id }) =>
      answer(() => pathsToRoot(insideRoot(root, snapshot), { className, id })),
  )
}

function addSoaks(server: McpServer, root: string, soaks: SoakRuns): void {
  server.registerTool(
    'soak_start',
    {
      title: 'Start a soak',
      description:
        'Starts a program under load for long, in the background, to see whether its memory levels off. Without a command, plateau.config in the root says what. Answers the folder of the run, for soak_status and soak_report. It ends with this server.',
      inputSchema: z.object({
        command: z
          .array(z.string())
          .min(1)
          .optional()
          .describe('Program and arguments; it finds its port in PORT'),
        request: z
          .string()
          .optional()
          .describe('One iteration: `/orders/1`, or `POST /orders {"id":1}`'),
        duration: z.string().optional().describe('`10m`, `8h`'),
        iterations: z.number().int().positive().optional(),
      }),
      annotations: { readOnlyHint: false, openWorldHint: true },
    },
    ({ command, request, duration, iterations }) =>
      answer(async () => {
        const options = { request, duration, iterations }
        const given = Object.entries(options).flatMap(([name, value]) =>
          value === undefined ? [] : [`--${name}`, String(value)],
        )
        const folder = await soaks.start([...given, ...(command ? ['--', ...command] : [])])
        return `started: ${folder}\nAsk soak_status with run: "${folder}".`
      }),
  )
  const inputSchema = z.object({
    run: z.string().describe('The folder of the run, below the root'),
  })
  const annotations = { readOnlyHint: true, openWorldHint: false }
  server.registerTool(
    'soak_status',
    {
      title: 'How a soak stands',
      description: 'Iterations, the last readings and events of a soak that runs or has ended.',
      inputSchema,
      annotations,
    },
    ({ run }) => answer(() => soaks.status(insideRoot(root, run))),
  )
  server.registerTool(
    'soak_report',
    {
      title: "A soak's verdict",
      description:
        'The outcome of a soak and of each of its processes, with culprits. A run without an end is no pass.',
      inputSchema,
      annotations,
    },
    ({ run }) => answer(() => soaks.report(insideRoot(root, run))),
  )
}

/** A failure is an answer, too: a model reads it and mends what it asked. */
async function answer(tell: () => string | Promise<string>): Promise<Answer> {
  try {
    return { content: [{ type: 'text', text: fitAnswer(await tell()) }] }
  } catch (error) {
    const text = fitAnswer(error instanceof Error ? error.message : String(error))
    return { content: [{ type: 'text', text }], isError: true }
  }
}
