import jwt from 'jsonwebtoken'

export const scenario = {
  run: () => jwt.verify(jwt.sign({ user: 'ada' }, 'secret', { expiresIn: 60 }), 'secret').user,
}
