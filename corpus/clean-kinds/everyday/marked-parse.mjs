// A parser of its own for each test.
import { Marked } from 'marked'

export const scenario = {
  run: () =>
    new Marked({ gfm: true }).parse('# Notes\n\n- one\n- *two*\n\n| a | b |\n|---|---|\n| 1 | 2 |'),
}
