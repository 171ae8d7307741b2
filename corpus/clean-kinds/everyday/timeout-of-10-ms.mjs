// An iteration that waits more than it works.
export const scenario = { run: () => new Promise((resolve) => setTimeout(resolve, 10)) }
