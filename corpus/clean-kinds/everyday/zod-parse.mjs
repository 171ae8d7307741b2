// A schema made and used within the test, on good and bad input.
import { z } from 'zod'

export const scenario = {
  run() {
    const Note = z.object({ id: z.number(), text: z.string().min(1), tags: z.array(z.string()) })
    Note.parse({ id: 7, text: 'a note', tags: ['a'] })
    return Note.safeParse({ id: '7', text: '' }).error.issues.length
  },
}
