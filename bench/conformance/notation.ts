import type { ParsedEvent, ParsedStream } from '@eventwire/conformance'

const LONGEST_TEXT = 24
const MOST_EVENTS = 4

/** What was expected and what came, as short as shows the difference; in the marks of code, for a page. */
export function difference(
  expected: Partial<ParsedStream>,
  got: Partial<ParsedStream> | Error,
): readonly [expected: string, got: string] {
  if (got instanceof Error) return [code(events(expected.events)), code(`${got.name}: ${got.message}`)]
  const [wanted, came] = [events(expected.events), events(got.events)]
  if (wanted !== came) return [code(wanted), code(came)]
  if (expected.lastEventId !== got.lastEventId) return [lastId(expected), lastId(got)]
  return [retry(expected), retry(got)]
}

function events(list: readonly ParsedEvent[] = []): string {
  if (list.length === 0) return 'no event'
  const shown = list.slice(0, MOST_EVENTS).map(event).join(', ')
  return list.length > MOST_EVENTS ? `${shown}, and ${list.length - MOST_EVENTS} more` : shown
}

function event({ type, data, lastEventId }: ParsedEvent): string {
  const name = type === 'message' ? '' : `${quoted(type)} `
  const id = lastEventId === '' ? '' : ` #${quoted(lastEventId)}`
  return `${name}${quoted(data)}${id}`
}

function lastId({ lastEventId = '' }: Partial<ParsedStream>): string {
  return code(`id ${quoted(lastEventId)}`)
}

function retry({ reconnectionTime }: Partial<ParsedStream>): string {
  return code(reconnectionTime === undefined ? 'no time' : `${reconnectionTime} ms`)
}

/** In ASCII, so that an invisible character can be seen, and short. */
function quoted(text: string): string {
  const shown = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}...` : text
  return JSON.stringify(shown).replaceAll(/[^ -~]/g, (unit) => {
    return String.raw`\u` + unit.charCodeAt(0).toString(16).padStart(4, '0')
  })
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``
}
