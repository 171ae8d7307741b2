// A token that has expired and one that was changed: both are errors, with stacks.
import jwt from 'jsonwebtoken'

function refusal(token) {
  try {
    jwt.verify(token, 'a secret')
  } catch (error) {
    return error.name
  }
}

export const scenario = {
  run() {
    const token = jwt.sign({ id: 7 }, 'a secret', { expiresIn: -1 })
    return refusal(token) + refusal(`${token}x`)
  },
}
