import Handlebars from 'handlebars'

export const scenario = {
  run: () =>
    Handlebars.compile('{{#each notes}}<p>{{text}}</p>{{/each}}')({ notes: [{ text: 'a' }] }),
}
