export default { test: { setupFiles: ['@plateau/vitest'], testTimeout: 20_000 } }
