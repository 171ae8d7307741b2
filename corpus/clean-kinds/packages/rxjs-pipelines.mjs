import { BehaviorSubject, filter, firstValueFrom, interval, map, switchMap, take } from 'rxjs'

export const scenario = {
  setup: () => new BehaviorSubject(1),
  async run(subject) {
    const seen = subject
      .pipe(
        filter(Boolean),
        switchMap((value) => interval(0).pipe(map(() => value))),
      )
      .subscribe(() => {})
    subject.next(2)
    await firstValueFrom(interval(0).pipe(take(1)))
    seen.unsubscribe()
  },
}
