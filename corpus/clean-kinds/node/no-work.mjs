// The price of a check of nothing.
export const scenario = { run() {} }
