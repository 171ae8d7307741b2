// The cost that tests use.
import bcrypt from 'bcryptjs'

export const scenario = {
  async run() {
    return bcrypt.compare('a password', await bcrypt.hash('a password', 4))
  },
}
