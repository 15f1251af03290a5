// The cards with a number and a chart, one for each channel that can be measured.

import { Chart } from './chart.js'

/** @typedef {import('./stream.js').Fact} Fact */

/**
 * What each channel's fact says: in words, and as the values to draw.
 *
 * @type {Record<string, (fact: Fact) => { text: string, values: number[] }>}
 */
const READINGS = {
  cpu({ cores = [] }) {
    const mean = cores.reduce((sum, load) => sum + load, 0) / Math.max(1, cores.length)
    return { text: `${Math.round(mean * 100)} %`, values: [mean, ...cores] }
  },
  memory({ used = 0, total = 1 }) {
    return { text: `${gibibytes(used)} of ${gibibytes(total)} GiB`, values: [used / total] }
  },
  loop({ delay = 0 }) {
    return { text: `${delay.toFixed(1)} ms`, values: [delay] }
  },
  connections({ open = 0 }) {
    return { text: String(open), values: [open] }
  },
}

/** @param {number} bytes */
function gibibytes(bytes) {
  return (bytes / 2 ** 30).toFixed(1)
}

/** @type {Record<string, ConstructorParameters<typeof Chart>[1]>} */
const CHARTS = {
  cpu: { top: () => 1, label: () => '100 %', hasTime: true },
  memory: { top: () => 1, label: () => '100 %' },
  loop: { top: (greatest) => Math.max(20, Math.ceil(greatest / 10) * 10), label: (top) => `${top} ms` },
  connections: { top: (greatest) => Math.max(4, greatest + 1), label: String, isStepped: true },
}

export class Gauges {
  /** @type {Map<string, { output: Element, chart: Chart }>} */
  #gauges = new Map()
  #cores = /** @type {HTMLElement} */ (document.querySelector('.cores'))
  /** How far the server's clock is ahead of ours, as far as we can tell, in ms. */
  #ahead = -Infinity

  constructor() {
    for (const [channel, options] of Object.entries(CHARTS)) {
      const card = /** @type {HTMLElement} */ (document.querySelector(`.gauge[data-channel=${channel}]`))
      const svg = /** @type {SVGSVGElement} */ (card.querySelector('.chart'))
      const output = /** @type {Element} */ (card.querySelector('output'))
      this.#gauges.set(channel, { output, chart: new Chart(svg, options) })
    }
    setInterval(() => this.#draw(), 500)
    new ResizeObserver(() => this.#draw()).observe(document.body)
  }

  /**
   * @param {string} channel
   * @param {Fact} fact
   */
  show(channel, fact) {
    this.#ahead = Math.max(this.#ahead, fact.at - Date.now())
    const gauge = this.#gauges.get(channel)
    const reading = READINGS[channel]?.(fact)
    if (!gauge || !reading) return
    gauge.output.textContent = reading.text
    gauge.chart.add({ at: fact.at, values: reading.values })
    if (fact.cores) this.#showCores(fact.cores)
  }

  /**
   * Marks the time without a connection, in our clock's ms since 1970.
   *
   * @param {number} from
   * @param {number} to
   */
  mark(from, to) {
    for (const { chart } of this.#gauges.values()) chart.mark({ from: from + this.#ahead, to: to + this.#ahead })
  }

  #draw() {
    if (this.#ahead === -Infinity) return
    for (const { chart } of this.#gauges.values()) chart.draw(Date.now() + this.#ahead)
  }

  /** @param {number[]} cores */
  #showCores(cores) {
    while (this.#cores.children.length < cores.length) this.#cores.append(document.createElement('li'))
    cores.forEach((load, core) => {
      const item = /** @type {HTMLElement} */ (this.#cores.children[core])
      item.style.setProperty('--load', String(load))
      item.textContent = `core ${core}`
      item.title = `${Math.round(load * 100)} %`
    })
  }
}
