// Native work in a promise of Rust, some 20 ms.
import { hash } from '@node-rs/argon2'

export const scenario = { run: () => hash('a password') }
