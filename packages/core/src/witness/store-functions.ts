/** What `GROWN_STORES` tells of a store: where it is in the list of all objects, and what it gained between counts. */
export interface StoreRow {
  readonly at: number
  readonly container: string
  readonly gains: readonly number[]
  readonly entries: number
}

// Sent as text, to run in the realm of the objects, on the list of all of them. No getter and no proxy trap of the user's runs:
// sizes come from the intrinsic getters, keys only from ordinary objects. Among all objects is one of
// sessionStorage that was never opened: to ask it for its keys crashes Node 22 to 26.
export const COUNT_ENTRIES = `function () {
  const storage = Object.getOwnPropertyDescriptor(globalThis, 'Storage')?.value?.prototype
  const isPrototypeOf = Object.prototype.isPrototypeOf
  const isStorage = (object) => storage !== undefined && isPrototypeOf.call(storage, object)
  const mapSize = Object.getOwnPropertyDescriptor(Map.prototype, 'size').get
  const setSize = Object.getOwnPropertyDescriptor(Set.prototype, 'size').get
  // An element is no store, and asking for the keys of some runs getters.
  const ofPage = typeof window === 'object' && typeof EventTarget === 'function' ? EventTarget : undefined
  const isOfPage = (object) => ofPage !== undefined && object instanceof ofPage
  const counts = new Float64Array(this.length)
  for (let at = 0; at < this.length; at++) {
    const object = this[at]
    if (typeof object === 'function') continue
    try {
      if (Array.isArray(object)) counts[at] = object.length
      else if (object instanceof Map) counts[at] = mapSize.call(object)
      else if (object instanceof Set) counts[at] = setSize.call(object)
      else if (!ArrayBuffer.isView(object) && !isStorage(object) && !isOfPage(object)) counts[at] = Object.keys(object).length
    } catch {}
  }
  if (!this.counts) Object.defineProperty(this, 'counts', { value: [] })
  this.counts.push(counts)
  return counts.byteLength
}`

export const GROWN_STORES = `function () {
  const { counts } = this
  // A queue whose entries were worked off, and which is shortened now and then, holds nothing.
  const endsEmpty = (object, gained) => {
    if (!Array.isArray(object)) return false
    for (let at = object.length - gained; at < object.length; at++) {
      if (Object.getOwnPropertyDescriptor(object, at)?.value != null) return false
    }
    return true
  }
  const first = counts[0]
  const last = counts[counts.length - 1]
  const rows = []
  for (let at = 0; at < this.length; at++) {
    if (last[at] - first[at] < 2) continue
    let container = 'Object'
    try { container = Object.getPrototypeOf(this[at]).constructor.name } catch {}
    if (endsEmpty(this[at], last[at] - first[at])) continue
    const gains = counts.slice(1).map((count, batch) => count[at] - counts[batch][at])
    rows.push({ at, container, gains, entries: last[at], total: last[at] - first[at] })
  }
  rows.sort((one, other) => other.total - one.total)
  return JSON.stringify(rows.slice(0, 20))
}`
