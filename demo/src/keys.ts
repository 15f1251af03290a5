import { emitKeypressEvents, type Key } from 'node:readline'
import type { ReadStream } from 'node:tty'

/**
 * Reads a terminal key by key; disposing of it gives the terminal back as it was. A key is told by its name (`c`,
 * `up`), after `ctrl-` if that was held.
 */
export function readKeys(terminal: ReadStream, pressed: (key: string) => void): Disposable {
  const read = (_: string | undefined, { name = '', ctrl = false }: Key): void => pressed(ctrl ? `ctrl-${name}` : name)
  emitKeypressEvents(terminal)
  terminal.setRawMode(true)
  terminal.on('keypress', read)
  terminal.resume()
  return {
    [Symbol.dispose]() {
      terminal.off('keypress', read)
      terminal.setRawMode(false)
      terminal.pause()
    },
  }
}
