// holder: text
class Transcript {
  text = ''
  #lines = 0

  say(who: string, what: string): void {
    this.text += `${this.#lines++} ${who}: ${what}\n` // <- leaks
  }

  takeOut(): string {
    const { text } = this
    this.text = ''
    return text
  }
}

class Chat {
  readonly transcript = new Transcript()

  answer(question: string): string {
    this.transcript.say('user', question)
    const answer = question.endsWith('?') ? 'Yes.' : 'I see.'
    this.transcript.say('assistant', answer)
    return answer
  }
}

const setup = () => new Chat()

export const leaky = {
  name: 'a transcript that becomes longer',
  setup,
  run: (chat: Chat) => void chat.answer('Does this grow?'),
}

export const repaired = {
  name: 'a transcript that is taken out',
  setup,
  run(chat: Chat) {
    chat.answer('Does this grow?')
    chat.transcript.takeOut()
  },
}
