// The last minute of some series, as an SVG: an area under the first, thin lines for the others, and a band where the
// connection was cut.

/** Milliseconds from the left edge to the right one, once there is so much to show; before that, at least. */
const WINDOW = 60_000
const LEAST = 15_000
/** Pixels that a line and its last point need above and below, not to be cut off. */
const MARGIN = 5
/** Pixels before a label, as before the heading of the card. */
const INDENT = 18

/**
 * @typedef {{ at: number, values: number[] }} Sample
 * @typedef {object} ChartOptions
 * @property {(greatest: number) => number} top the value at the upper edge
 * @property {(top: number) => string} label what is written there
 * @property {boolean} [isStepped] a value stays as it is until the next one
 * @property {boolean} [hasTime] the edges say when they are
 */

export class Chart {
  /** @type {Sample[]} */
  #samples = []
  /** @type {{ from: number, to: number }[]} */
  #cuts = []
  #svg
  #options

  /**
   * @param {SVGSVGElement} svg
   * @param {ChartOptions} options
   */
  constructor(svg, options) {
    this.#svg = svg
    this.#options = options
  }

  /** @param {Sample} sample */
  add(sample) {
    this.#samples.push(sample)
  }

  /** @param {{ from: number, to: number }} cut */
  mark(cut) {
    this.#cuts.push(cut)
  }

  /** @param {number} now the time at the right edge */
  draw(now) {
    // One sample stays from before the left edge, so that the line comes in from there.
    while ((this.#samples[1]?.at ?? now) < now - WINDOW) this.#samples.shift()
    while ((this.#cuts[0]?.to ?? now) < now - WINDOW) this.#cuts.shift()
    const samples = this.#samples
    const last = samples.at(-1)
    if (!samples[0] || !last) return

    const { clientWidth: width, clientHeight: height } = this.#svg
    const { top: topOf, label, isStepped = false, hasTime = false } = this.#options
    const span = Math.min(WINDOW, Math.max(LEAST, now - samples[0].at))
    const top = topOf(Math.max(...samples.flatMap(({ values }) => values)))
    /** @param {number} at */
    const x = (at) => round(width - MARGIN - ((now - at) / span) * width)
    /** @param {number} value */
    const y = (value) => round(height - MARGIN - (value / top) * (height - 2 * MARGIN))

    const end = x(isStepped ? now : last.at)
    const lines = samples[0].values.map((_, series) => {
      const points = samples.map(({ at, values }) => ({ x: x(at), y: y(values[series] ?? 0) }))
      return isStepped ? stairs(points, end) : `M${points.map((point) => `${point.x} ${point.y}`).join('L')}`
    })
    const ago = `${Math.round(span / 1000)} s ago`
    this.#svg.replaceChildren(
      ...[0, 0.5, 1].map((share) => shape('path', 'grid', { d: `M0 ${y(share * top)}H${width}` })),
      ...this.#cuts.map(({ from, to }) => band(x(from), x(to), height)),
      shape('path', 'area', { d: `${lines[0]}L${end} ${height}L${x(samples[0].at)} ${height}Z` }),
      ...lines.map((d, series) => shape('path', series === 0 ? 'line' : 'line thin', { d })).toReversed(),
      shape('circle', 'point', { cx: end, cy: y(last.values[0] ?? 0), r: 4 }),
      shape('text', '', { x: INDENT, y: MARGIN + 14 }, label(top)),
      ...(hasTime ? [shape('text', '', { x: INDENT, y: height - MARGIN - 6 }, ago)] : []),
    )
  }
}

/**
 * @param {{ x: number, y: number }[]} points
 * @param {number} end
 */
function stairs(points, end) {
  const [first, ...rest] = points
  return `M${first?.x} ${first?.y}${rest.map((point) => `H${point.x}V${point.y}`).join('')}H${end}`
}

/**
 * @param {number} from
 * @param {number} to
 * @param {number} height
 */
function band(from, to, height) {
  return shape('rect', 'cut', { x: from, y: 0, width: Math.max(2, to - from), height })
}

/** @param {number} pixels */
function round(pixels) {
  return Math.round(pixels * 10) / 10
}

/**
 * @param {string} name
 * @param {string} className
 * @param {Record<string, string | number>} attributes
 * @param {string} [text]
 */
function shape(name, className, attributes, text = '') {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name)
  if (className) element.setAttribute('class', className)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  element.textContent = text
  return element
}
