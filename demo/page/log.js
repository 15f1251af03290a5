// The event log: the newest on top, a bounded number of rows, drawn at most once per frame.

/** Rows kept; the oldest go. */
const MAX_ROWS = 300

export class Log {
  #body
  /** @type {HTMLTableRowElement[]} newest first */
  #waiting = []

  /** @param {HTMLTableSectionElement} body */
  constructor(body) {
    this.#body = body
  }

  /**
   * @param {MessageEvent<string>} event
   * @param {number} at its time, in ms since 1970
   */
  addEvent({ type, data, lastEventId }, at) {
    const row = document.createElement('tr')
    row.dataset.channel = type
    row.append(cell('time', clock(at)), cell('id', lastEventId), cell('type', type), cell('data', data))
    this.#add(row)
  }

  /**
   * Something that happened to the connection, in words.
   *
   * @param {'cut' | 'resumed' | 'gap'} kind
   * @param {string} sentence
   */
  addNotice(kind, sentence) {
    const row = document.createElement('tr')
    row.className = `notice ${kind}`
    const words = cell('words', sentence)
    words.colSpan = 3
    row.append(cell('time', clock(Date.now())), words)
    this.#add(row)
  }

  /** @param {HTMLTableRowElement} row */
  #add(row) {
    if (this.#waiting.length === 0) requestAnimationFrame(() => this.#flush())
    this.#waiting.unshift(row)
    // A hidden page has no frames.
    if (this.#waiting.length > MAX_ROWS) this.#waiting.pop()
  }

  #flush() {
    this.#body.prepend(...this.#waiting)
    this.#waiting = []
    while (this.#body.rows.length > MAX_ROWS) this.#body.deleteRow(-1)
  }
}

/**
 * @param {string} name
 * @param {string} text
 */
function cell(name, text) {
  const element = document.createElement('td')
  element.className = name
  element.textContent = text
  return element
}

/** @param {number} at */
function clock(at) {
  return new Date(at).toTimeString().slice(0, 8)
}
