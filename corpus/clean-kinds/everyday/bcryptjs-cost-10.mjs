// The cost that production uses: some 60 ms of work in turns.
import bcrypt from 'bcryptjs'

export const scenario = { run: () => bcrypt.hash('a password', 10) }
