const format = new Intl.NumberFormat('de', { style: 'currency', currency: 'EUR' })

export const scenario = {
  run() {
    const url = new URL('https://example.com/search?q=leak&page=2')
    url.searchParams.set('price', format.format(12.5))
    return new Intl.DateTimeFormat('en-GB').format(0) + url.href
  },
}
