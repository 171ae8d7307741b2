import { expectKeptObjectsTold, KINDS } from '../../../test/adapters/kept-objects.ts'
import { testOfWhole } from '../../../test/whole.ts'
import { MAJORS, runVitest } from './run-vitest.ts'

for (const major of MAJORS) {
  testOfWhole(
    `in Vitest ${major} an object that is kept is told with what holds it, and one that is gone passes`,
    async () => {
      expectKeptObjectsTold(await runVitest('objects', { major, environment: KINDS }))
    },
    600_000,
  )
}
