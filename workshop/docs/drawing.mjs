// One series as an SVG that reads on a light page and on a dark one.
const WIDTH = 720
const HEIGHT = 260
const LEFT = 70
const TOP = 44
const BOTTOM = 40

const COLOURS = { plateau: '#2f9e62', growth: '#d64545', unsettled: '#c98a14' }

export function drawing({ title, kind, readings, step }) {
  const low = Math.min(...readings)
  const range = Math.max(...readings) - low || 1
  const x = (at) => LEFT + (at / (readings.length - 1)) * (WIDTH - LEFT - 20)
  const y = (bytes) => HEIGHT - BOTTOM - ((bytes - low) / range) * (HEIGHT - TOP - BOTTOM)
  const points = readings.map((bytes, at) => `${x(at).toFixed(1)},${y(bytes).toFixed(1)}`).join(' ')
  const last = (readings.length - 1) * step
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}; verdict: ${kind}" font-family="system-ui, sans-serif" font-size="13" fill="#888">
  <text x="${LEFT}" y="22" font-size="15" font-weight="600">${title}</text>
  <text x="${WIDTH - 20}" y="22" text-anchor="end" font-weight="600" fill="${COLOURS[kind]}">${kind}</text>
  <line x1="${LEFT}" x2="${WIDTH - 20}" y1="${HEIGHT - BOTTOM}" y2="${HEIGHT - BOTTOM}" stroke="#888" stroke-opacity=".5"/>
  <text x="${LEFT - 8}" y="${y(low) + 4}" text-anchor="end">${amount(low)}</text>
  <text x="${LEFT - 8}" y="${y(low + range) + 4}" text-anchor="end">${amount(low + range)}</text>
  <text x="${LEFT}" y="${HEIGHT - 14}">0</text>
  <text x="${WIDTH - 20}" y="${HEIGHT - 14}" text-anchor="end">${last} iterations</text>
  <polyline points="${points}" fill="none" stroke="${COLOURS[kind]}" stroke-width="2.5" stroke-linejoin="round"/>
</svg>
`
}

function amount(bytes) {
  return `${(bytes / 1e6).toFixed(2)} MB`
}
