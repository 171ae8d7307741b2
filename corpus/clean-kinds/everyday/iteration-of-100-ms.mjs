// Few iterations fit into a test, and each only waits.
export const scenario = { run: () => new Promise((resolve) => setTimeout(resolve, 100)) }
