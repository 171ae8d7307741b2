/** What the processes of one target are called: no name is given twice, for each is judged for itself. */
export function createProcessNames(): (workerId: string | undefined) => string {
  const given = new Set<string>()
  return (workerId) => {
    const usual = workerId === undefined ? 'main' : `worker ${workerId}`
    let name = usual
    for (let number = 1; given.has(name); number++) {
      name = workerId === undefined ? `child ${number}` : `${usual} (${number + 1})`
    }
    given.add(name)
    return name
  }
}
