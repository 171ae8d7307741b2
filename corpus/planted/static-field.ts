// holder: mounted \(Array\)
class Widget {
  static mounted: Widget[] = []
  readonly title: string
  readonly children: string[] = []

  constructor(title: string) {
    this.title = title
  }

  mount(): this {
    Widget.mounted.push(this) // <- leaks
    this.children.push(`<h2>${this.title}</h2>`)
    return this
  }

  unmount(): void {
    Widget.mounted = Widget.mounted.filter((widget) => widget !== this)
  }
}

function showDialog(): Widget {
  return new Widget('Are you sure?').mount() // <- leaks
}

export const leaky = { name: 'dialogs that stay mounted', run: () => void showDialog() }

export const repaired = { name: 'dialogs that are unmounted', run: () => showDialog().unmount() }
