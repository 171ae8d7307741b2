import { expectKeptObjectsTold, KINDS } from '../../../test/kept-objects.ts'
import { testOf } from '../../../test/whole.ts'
import { MAJORS, runJest } from './run-jest.ts'

for (const major of MAJORS) {
  testOf(major === 30)(
    `in Jest ${major} an object that is kept is told with what holds it, and one that is gone passes`,
    async () => {
      expectKeptObjectsTold(await runJest(['objects'], { major, environment: KINDS }))
    },
    300_000,
  )
}
