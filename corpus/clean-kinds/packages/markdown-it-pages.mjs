import MarkdownIt from 'markdown-it'

const text = '# Notes\n\nSome **bold** text, `code` and\n\n| a | b |\n|---|---|\n| 1 | 2 |\n'
export const scenario = {
  setup: () => new MarkdownIt({ linkify: true, typographer: true }),
  run: (markdown) => markdown.render(text).length,
}
