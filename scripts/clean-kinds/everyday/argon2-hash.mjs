// Native work in the thread pool, with the package's own costs.
import argon2 from 'argon2'

export const scenario = { run: () => argon2.hash('a password') }
