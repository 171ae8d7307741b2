/** The leak: the timer of a call that was in time runs on, and holds the call. */
export async function withDeadlineLeaky(work, milliseconds) {
  const late = new Promise((_, reject) => {
    setTimeout(() => reject(new Error('too late')), milliseconds).unref()
  })
  return Promise.race([work(), late])
}

/** The fix: it is cleared, whatever the outcome. */
export async function withDeadline(work, milliseconds) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('too late')), milliseconds)
  })
  try {
    return await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
  }
}
