import nunjucks from 'nunjucks'

export const scenario = {
  setup: () => new nunjucks.Environment(null, { autoescape: true }),
  run: (environment) =>
    environment.renderString('{% for note in notes %}{{ note | upper }}{% endfor %}', {
      notes: ['one', 'two'],
    }).length,
}
