// Makes few files of many: a test file that imports an adapter pays for every module that this loads.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { rolldown } from 'rolldown'

const ESM = { format: 'esm', into: 'dist' }
const COMMONJS = { format: 'cjs', into: 'dist/cjs' }

/**
 * Writes each entry of a package over what tsc made of it, with the modules behind it in chunks that
 * the entries share. What is loaded by `import()` stays apart. Types stay as tsc made them.
 */
export async function bundle(folder) {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const sources = Object.values(exports).flatMap(({ source }) => source ?? [])
  const input = Object.fromEntries(
    sources.map((source) => [source.replace(/^\.\/src\/|\.ts$/g, ''), join(folder, source)]),
  )
  const bundled = await rolldown({
    cwd: folder,
    input,
    external: /^[^./]/,
    platform: 'neutral',
  })
  const hasTwins = Object.values(exports).some((entry) => entry.require)
  for (const { format, into } of [ESM, ...(hasTwins ? [COMMONJS] : [])]) {
    const { output } = await bundled.generate({
      format,
      exports: 'named',
      sourcemap: true,
      dir: join(folder, into),
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name].js',
      // A process that is running loads its chunks late: they must fit, even after the next build.
      minifyInternalExports: false,
    })
    writeOutput(join(folder, into), output)
  }
  await bundled.close()
}

function writeOutput(folder, output) {
  const names = new Set()
  for (const { fileName, code, source } of output) {
    names.add(fileName)
    writeChanged(join(folder, fileName), code ?? source)
  }
  const chunks = join(folder, 'chunks')
  for (const name of existsSync(chunks) ? readdirSync(chunks) : [])
    if (!names.has(`chunks/${name}`)) rmSync(join(chunks, name))
}

function writeChanged(path, text) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
