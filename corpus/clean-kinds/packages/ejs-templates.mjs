import ejs from 'ejs'

const template = '<ul><% for (const note of notes) { %><li><%= note %></li><% } %></ul>'
export const scenario = { run: () => ejs.render(template, { notes: ['one', '<two>'] }).length }
