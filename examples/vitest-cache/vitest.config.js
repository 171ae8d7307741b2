export default { test: { setupFiles: ['@plateau/vitest'] } }
