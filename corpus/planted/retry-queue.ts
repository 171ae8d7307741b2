// holder: failed \(Array\)
interface Attempt {
  readonly url: string
  readonly tries: number
  readonly error: Error
}

class WebhookSender {
  readonly #failed: Attempt[] = []

  async send(url: string, body: string): Promise<boolean> {
    try {
      await this.#post(url, body)
      return true
    } catch (error) {
      this.#failed.push({ url, tries: 1, error: error as Error }) // <- leaks
      return false
    }
  }

  async #post(url: string, body: string): Promise<void> {
    await Promise.resolve()
    if (url.endsWith('/down')) throw new Error(`${url} did not take ${body.length} characters`) // <- leaks
  }
}

const setup = () => new WebhookSender()

export const leaky = {
  name: 'failed calls that are never tried again',
  setup,
  run: (sender: WebhookSender) => sender.send('https://example.org/down', '{}'),
}

export const repaired = {
  name: 'calls that succeed',
  setup,
  run: (sender: WebhookSender) => sender.send('https://example.org/up', '{}'),
}
