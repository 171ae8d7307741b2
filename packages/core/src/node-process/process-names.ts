/** What the processes of one target are called: no name is given twice, for each is judged for itself. */
export function createProcessNames(): (workerId: string | undefined) => string {
  const given = new Set<string>()
  function free(name: string, number: number): string {
    return given.has(name) ? name : `${name} (${number})`
  }
  return (workerId) => {
    let name = workerId === undefined ? 'main' : `worker ${workerId}`
    for (let number = 1; given.has(name); number++) {
      name = workerId === undefined ? `child ${number}` : free(`worker ${workerId}`, number)
    }
    given.add(name)
    return name
  }
}
