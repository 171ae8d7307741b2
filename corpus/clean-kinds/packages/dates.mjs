import { addDays, format } from 'date-fns'
import dayjs from 'dayjs'
import { DateTime } from 'luxon'

export const scenario = {
  run() {
    const luxon = DateTime.fromISO('2026-01-31').plus({ months: 1 }).toFormat('yyyy LLL dd')
    return luxon + dayjs('2026-01-31').add(1, 'month').format() + format(addDays(0, 3), 'PPPP')
  },
}
