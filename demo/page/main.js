// What comes over the stream goes to the gauges, the log and the counters; the button goes to the server.

import { Gauges } from './gauges.js'
import { Log } from './log.js'
import { follow } from './stream.js'

const gauges = new Gauges()
const log = new Log(/** @type {HTMLTableSectionElement} */ (element('log')))
const total = { events: 0, reconnects: 0, missing: 0, repeated: 0 }
let opened = 0

follow({
  onFact(event, fact) {
    total.events += 1
    gauges.show(event.type, fact)
    log.addEvent(event, fact.at)
    showTotal()
  },
  onCut(after) {
    say('cut', 'Cut after ', code(after), '. The browser is coming back …')
    log.addNotice('cut', `cut after ${after}`)
  },
  onResumed({ after, began, missing, repeated, away }) {
    total.missing += missing
    total.repeated += repeated
    gauges.mark(began, began + away)
    const counts = `${missing} missing, ${repeated} repeated`
    say(missing + repeated === 0 ? 'whole' : 'broken', 'Cut → resumed after ', code(after), `: ${counts}.`)
    log.addNotice('resumed', `resumed after ${after}: ${counts}, away for ${(away / 1000).toFixed(1)} s`)
  },
  onGap({ data }) {
    say('broken', 'The server could not go on where this page was: it said so in a gap event.')
    log.addNotice('gap', `gap: ${data}`)
  },
  onState(state) {
    if (state === 'live') opened += 1
    total.reconnects = Math.max(0, opened - 1)
    element('state').dataset.state = state
    element('state').firstElementChild?.replaceChildren(state)
  },
})

const button = /** @type {HTMLButtonElement} */ (element('cut'))
button.addEventListener('click', async () => {
  button.disabled = true
  try {
    const { ok, status } = await fetch('/cut', { method: 'POST' })
    if (!ok) say('broken', `The server refused to cut (${status}).`)
  } catch {
    say('broken', 'The server did not answer. Is the demo still running?')
  } finally {
    button.disabled = false
  }
})

element('curl').textContent = `curl -N ${location.origin}/events`

/**
 * @param {'cut' | 'whole' | 'broken'} verdict
 * @param {(string | Node)[]} sentence
 */
function say(verdict, ...sentence) {
  element('verdict').dataset.verdict = verdict
  element('verdict').replaceChildren(...sentence)
}

/** @param {string} text */
function code(text) {
  const element = document.createElement('code')
  element.textContent = text
  return element
}

function showTotal() {
  for (const [name, count] of Object.entries(total)) element(name).textContent = String(count)
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
function element(id) {
  const found = document.getElementById(id)
  if (!found) throw new Error(`The page has no #${id}`)
  return found
}
