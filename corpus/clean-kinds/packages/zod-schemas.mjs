import { z } from 'zod'

export const scenario = {
  run() {
    const Note = z.object({ text: z.string().min(1), tags: z.array(z.string()).default([]) })
    return Note.safeParse({ text: '' }).success || Note.parse({ text: 'a note' }).tags.length
  },
}
