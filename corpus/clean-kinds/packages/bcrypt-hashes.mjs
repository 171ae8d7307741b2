import { compareSync, hashSync } from 'bcryptjs'

export const scenario = { run: () => compareSync('secret', hashSync('secret', 4)) }
