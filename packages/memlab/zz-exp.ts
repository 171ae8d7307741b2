import { checkLeak, describeVerdict } from '@plateau/core'
import { pageTarget } from './src/index.ts'
import { PAGE_KINDS, CLEAN_KINDS, DRIVEN_KINDS, ASSETS } from './test/page-kinds.ts'
import { pageWith, servePages } from './test/page-server.ts'
const kinds = [...Object.entries(CLEAN_KINDS).map(([id, script]) => ({ id, script, leaky: false })), ...PAGE_KINDS.map(k => ({ id: 'L ' + k.name, script: k.leaky, leaky: true })), ...PAGE_KINDS.map(k => ({ id: 'C ' + k.name, script: k.clean, leaky: false }))]
const server = await servePages({ ...ASSETS, ...Object.fromEntries(kinds.map((k, i) => [`p-${i}`, pageWith(k.script)])) })
const only = process.argv[2]; const slow = Number(process.argv[3] ?? 0)
for (const [i, k] of kinds.entries()) {
  if (only && !k.id.includes(only)) continue
  let n = 0
  const t = performance.now()
  const v = await checkLeak(pageTarget({ url: server.url(`p-${i}`), memlab: 'off', action: async (p) => { n++; await p.evaluate('act()'); if (slow) await new Promise(r => setTimeout(r, slow)) } }), { explain: 'off' })
  console.log(k.id.padEnd(45), v.kind, v.because, n, Math.round(performance.now() - t), v.kind === 'plateau' ? JSON.stringify(v.resolution) : describeVerdict(v).slice(0, 400))
}
await server.close(); process.exit(0)
