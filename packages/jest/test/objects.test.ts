import { expectKeptObjectsTold, KINDS } from '../../../test/adapters/kept-objects.ts'
import { testOfWhole } from '../../../test/whole.ts'
import { MAJORS, runJest } from './run-jest.ts'

for (const major of MAJORS) {
  testOfWhole(
    `in Jest ${major} an object that is kept is told with what holds it, and one that is gone passes`,
    async () => {
      // An explanation in Jest's heap takes seconds, and many of them beside other work.
      const args = ['-i', '--testTimeout=60000']
      expectKeptObjectsTold(await runJest(['objects'], { major, args, environment: KINDS }))
    },
    600_000,
  )
}
