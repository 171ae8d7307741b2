// Five ticks of a millisecond, then complete.
import { interval, lastValueFrom, map, take } from 'rxjs'

export const scenario = {
  run: () =>
    lastValueFrom(
      interval(1).pipe(
        map((tick) => tick * 2),
        take(5),
      ),
    ),
}
