// biome-ignore lint/style/noDefaultExport: linters load a plugin by it
export { plugin as default } from './plugin.ts'
