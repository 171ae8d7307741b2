import { marked } from 'marked'

const text =
  '# Notes\n\nA *short* [link](https://example.com).\n\n- one\n- two\n\n```js\nrun()\n```\n'
export const scenario = { run: () => marked.parse(text).length }
