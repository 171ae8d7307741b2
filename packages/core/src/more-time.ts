/** How a check is given more time; whoever sets its limit by an option of another name says so in its place. */
export const MORE_TIME = "raise the test's timeout or timeLimitMs"

/** As the beginning of a sentence. */
export const MORE_TIME_FIRST: string = capitalised(MORE_TIME)

/** Advice in the words of `plateau loop`, where one option limits the time of each test. */
export function adviceOfLoop(text: string): string {
  return text
    .replaceAll(MORE_TIME, 'raise --limit')
    .replaceAll(MORE_TIME_FIRST, 'Raise --limit')
    .replaceAll('raise timeLimitMs', 'raise --limit')
}

function capitalised(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}
