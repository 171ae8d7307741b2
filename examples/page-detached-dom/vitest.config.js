export default { test: { setupFiles: ['@plateau/vitest'], testTimeout: 60_000 } }
