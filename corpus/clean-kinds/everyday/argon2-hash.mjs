// Native work in the thread pool, at the costs that tests use.
import argon2 from 'argon2'

export const scenario = {
  run: () => argon2.hash('a password', { memoryCost: 4096, parallelism: 1 }),
}
