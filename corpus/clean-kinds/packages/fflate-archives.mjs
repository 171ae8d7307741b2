import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'

export const scenario = {
  run: () => strFromU8(unzipSync(zipSync({ 'note.txt': strToU8('a note') }))['note.txt']),
}
