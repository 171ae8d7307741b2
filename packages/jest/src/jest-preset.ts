/** `preset: '@plateau/jest'` registers the matchers in every test file, as the set-up file does. */
const preset: { readonly setupFilesAfterEnv: readonly string[] } = {
  setupFilesAfterEnv: ['@plateau/jest'],
}

// biome-ignore lint/style/noDefaultExport: Jest takes the default export of the file that a preset names
export { preset as default }
