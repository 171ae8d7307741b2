// holder: plugins \(Array\)
interface Plugin {
  readonly name: string
  transform(source: string): string
}

class Registry {
  static readonly shared = new Registry()
  readonly plugins: Plugin[] = []

  register(plugin: Plugin): void {
    this.plugins.push(plugin) // <- leaks
  }

  registerOnce(plugin: Plugin): void {
    if (!this.plugins.some(({ name }) => name === plugin.name)) this.plugins.push(plugin)
  }
}

class MarkdownPlugin implements Plugin {
  readonly name = 'markdown'
  readonly #rules = [/\*\*(.+?)\*\*/g]

  transform(source: string): string {
    return this.#rules.reduce((text, rule) => text.replace(rule, '<b>$1</b>'), source)
  }
}

function createApp(register: (plugin: Plugin) => void): string {
  const plugin = new MarkdownPlugin() // <- leaks
  register(plugin)
  return plugin.transform('**bold**')
}

export const leaky = {
  name: 'a plugin registered by each app',
  run: () => void createApp((plugin) => Registry.shared.register(plugin)),
}

export const repaired = {
  name: 'a plugin registered once',
  run: () => void createApp((plugin) => Registry.shared.registerOnce(plugin)),
}
