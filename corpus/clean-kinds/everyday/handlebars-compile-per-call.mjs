// A template compiled for each test: code is generated and compiled each time.
import handlebars from 'handlebars'

export const scenario = {
  run() {
    const template = handlebars.compile('<ul>{{#each notes}}<li>{{text}}</li>{{/each}}</ul>')
    return template({ notes: [{ text: 'a' }, { text: 'b' }] })
  },
}
