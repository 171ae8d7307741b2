import micromatch from 'micromatch'
import semver from 'semver'

export const scenario = {
  run: () =>
    semver.satisfies('1.2.3', '^1.0.0 || >=2.5') && micromatch.isMatch('src/a.ts', '**/*.{ts,tsx}'),
}
