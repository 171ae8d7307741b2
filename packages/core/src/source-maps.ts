import { processState } from './process-state.ts'

/**
 * For runners that transform files and keep the source maps to themselves: `find` gives the map of a
 * file by its path, as an object or as JSON, or undefined. Asked only while growth is explained.
 */
export function provideSourceMaps(find: (file: string) => unknown): void {
  processState().sourceMaps.push(find)
}
