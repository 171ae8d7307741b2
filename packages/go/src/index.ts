export type { Frame } from './frame.ts'
export type { GoMemory, MemoryReader } from './memory-reader.ts'
