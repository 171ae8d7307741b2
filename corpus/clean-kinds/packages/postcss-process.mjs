import postcss from 'postcss'

const css = '.note { color: #ff0000; margin: 0 } @media print { .note { display: none } }'
export const scenario = {
  setup: () =>
    postcss([{ postcssPlugin: 'shorten', Declaration: (rule) => void rule.value.toLowerCase() }]),
  run: (processor) => processor.process(css, { from: undefined }).css,
}
