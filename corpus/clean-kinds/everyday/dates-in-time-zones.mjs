// A meeting of two cities in three libraries.
import { formatDistance } from 'date-fns'
import dayjs from 'dayjs'
import relativeTime from 'dayjs/plugin/relativeTime.js'
import { DateTime, Interval } from 'luxon'

dayjs.extend(relativeTime)

export const scenario = {
  run() {
    const start = DateTime.fromISO('2026-03-29T01:30', { zone: 'Europe/Berlin' })
    const meeting = Interval.after(start, { hours: 3 })
    return [
      meeting.end.setZone('America/New_York').toLocaleString(DateTime.DATETIME_MED),
      formatDistance(start.toJSDate(), meeting.end.toJSDate()),
      dayjs(start.toMillis()).from(meeting.end.toMillis()),
    ].join()
  },
}
