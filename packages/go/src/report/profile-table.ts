import type { PageData } from './page-data.ts'
import type { PageDocument } from './page-dom.ts'
import type { amountText, fileText, shortName, signedText } from './page-words.ts'

/** All that one line allocates, over all stacks that lead to it. */
export interface TableRow {
  readonly name: string
  readonly file: string
  readonly line: number
  /** Bytes and objects per iteration; then bytes, base and final; then objects. */
  readonly amounts: number[]
}

/** What the table is made from. */
export interface TableSource {
  readonly page: PageDocument
  readonly data: PageData
  readonly parts: {
    readonly amountText: typeof amountText
    readonly fileText: typeof fileText
    readonly shortName: typeof shortName
    readonly signedText: typeof signedText
  }
}

/** The table and how it is shown. */
export interface ProfileTable extends TableSource {
  readonly rows: readonly TableRow[]
  /** A column of words, or of amounts. */
  sortedBy: 'name' | 'file' | number
  isDescending: boolean
  isWhole: boolean
  sought: string
}

/** Runs in the page, as all below. */
export function tableRows(data: PageData): readonly TableRow[] {
  const rows = new Map<number, TableRow>()
  const sums = new Map<number, number[]>()
  for (const { site, base, final } of data.stacks) {
    const sum = sums.get(site) ?? [0, 0, 0, 0]
    const added = [base.objects, final.objects, base.bytes, final.bytes]
    sums.set(
      site,
      sum.map((amount, at) => amount + (added[at] ?? 0)),
    )
  }
  for (const [site, [baseObjects = 0, finalObjects = 0, baseBytes = 0, finalBytes = 0]] of sums) {
    const { function: name = '', file = '', line = 0 } = data.frames[site] ?? {}
    const objects = (finalObjects - baseObjects) / data.iterations
    const bytes = (finalBytes - baseBytes) / data.iterations
    const amounts = [bytes, objects, baseBytes, finalBytes, baseObjects, finalObjects]
    rows.set(site, { name, file, line, amounts })
  }
  return [...rows.values()]
}

export function createTable(source: TableSource): ProfileTable {
  const { page, data } = source
  const table: ProfileTable = {
    ...source,
    ...{ rows: tableRows(data), sortedBy: 0, isDescending: true, isWhole: false, sought: '' },
  }
  const columns: readonly (readonly [ProfileTable['sortedBy'], string])[] = [
    ['name', 'Function'],
    [0, 'Bytes / iteration'],
    [1, 'Objects / iteration'],
    ['file', 'File'],
    [2, 'Bytes, base'],
    [3, 'Bytes, final'],
    [4, 'Objects, base'],
    [5, 'Objects, final'],
  ]
  const heads = columns.map(([column, text]) => {
    const head = page.createElement('th')
    const button = page.createElement('button')
    head.scope = 'col'
    head.className = typeof column === 'string' ? 'words' : ''
    head.setAttribute('aria-sort', column === table.sortedBy ? 'descending' : 'none')
    button.type = 'button'
    button.textContent = text
    button.addEventListener('click', () => {
      table.isDescending =
        table.sortedBy === column ? !table.isDescending : typeof column === 'number'
      table.sortedBy = column
      for (const other of heads) other.setAttribute('aria-sort', 'none')
      head.setAttribute('aria-sort', table.isDescending ? 'descending' : 'ascending')
      drawTable(table)
    })
    head.append(button)
    return head
  })
  page.querySelector('thead tr').replaceChildren(...heads)
  page.querySelector('#more').addEventListener('click', () => {
    table.isWhole = true
    drawTable(table)
  })
  return table
}

export function drawTable(table: ProfileTable): void {
  const { page, sortedBy, isDescending, isWhole, sought, parts } = table
  const most = 100
  const keyOf = (row: TableRow) =>
    typeof sortedBy === 'number' ? (row.amounts[sortedBy] ?? 0) : row[sortedBy]
  const direction = isDescending ? -1 : 1
  const rows = table.rows
    .filter(({ name, file }) => `${name} ${file}`.toLowerCase().includes(sought))
    .sort((one, other) => {
      const [first, second] = [keyOf(one), keyOf(other)]
      return first === second ? 0 : first < second ? -direction : direction
    })
  const cell = (name: string, text: string, className: string) => {
    const element = page.createElement(name)
    element.textContent = text
    element.className = className
    return element
  }
  const shown = isWhole ? rows : rows.slice(0, most)
  const elements = shown.map(({ name, file, line, amounts }) => {
    const row = page.createElement('tr')
    const head = cell('th', parts.shortName(name), 'words')
    const place = cell('td', parts.fileText(file, line), 'words')
    head.scope = 'row'
    head.title = name
    place.title = `${file}:${line}`
    const numbers = amounts.map((amount, at) => {
      const isRate = at < 2
      const text = isRate ? parts.signedText(amount) : parts.amountText(amount)
      return cell('td', text, isRate && amount > 0 ? 'grown' : '')
    })
    row.append(head, ...numbers.slice(0, 2), place, ...numbers.slice(2))
    return row
  })
  page.querySelector('tbody').replaceChildren(...elements)
  const more = page.querySelector('#more')
  more.hidden = shown.length === rows.length
  more.textContent = `Show all ${rows.length} lines`
}
