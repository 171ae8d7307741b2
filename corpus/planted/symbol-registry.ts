// holder: plugins \(Object\)

interface Plugin {
  readonly name: string
  readonly order: number
}

class PluginHost {
  readonly plugins: Record<symbol, Plugin> = {}

  install(name: string): symbol {
    const key = Symbol(name) // <- leaks
    this.plugins[key] = { name, order: name.length } // <- leaks
    return key
  }

  remove(key: symbol): void {
    delete this.plugins[key]
  }
}

const setup = () => new PluginHost()

export const leaky = {
  name: 'a plugin under a symbol of its own, never removed',
  setup,
  run: (host: PluginHost) => host.install('markdown'),
}

export const repaired = {
  name: 'the plugin goes with its editor',
  setup,
  run: (host: PluginHost) => host.remove(host.install('markdown')),
}
