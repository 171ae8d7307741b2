export const scenario = {
  run() {
    const text = JSON.stringify({ user: 'ada', roles: ['admin', 'author'], at: 1_700_000_000 })
    return JSON.parse(text.replaceAll(/"([a-z]+)":/g, '"_$1":'))._user
  },
}
