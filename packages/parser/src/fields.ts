/** Whether a line is a field of this name, be it with a colon or, its value empty, without (HTML §9.2.6). */
// By the character, since `startsWith` takes twice as long.
export function isData(text: string, start: number, end: number): boolean {
  return (
    text.charCodeAt(start) === 100 &&
    text.charCodeAt(start + 1) === 97 &&
    text.charCodeAt(start + 2) === 116 &&
    text.charCodeAt(start + 3) === 97 &&
    (text.charCodeAt(start + 4) === 58 || start + 4 === end)
  )
}

export function isEvent(text: string, start: number, end: number): boolean {
  return (
    text.charCodeAt(start) === 101 &&
    text.charCodeAt(start + 1) === 118 &&
    text.charCodeAt(start + 2) === 101 &&
    text.charCodeAt(start + 3) === 110 &&
    text.charCodeAt(start + 4) === 116 &&
    (text.charCodeAt(start + 5) === 58 || start + 5 === end)
  )
}

export function isId(text: string, start: number, end: number): boolean {
  return (
    text.charCodeAt(start) === 105 &&
    text.charCodeAt(start + 1) === 100 &&
    (text.charCodeAt(start + 2) === 58 || start + 2 === end)
  )
}

/** Without a colon it would set nothing. */
export function isRetry(text: string, start: number): boolean {
  return text.charCodeAt(start) === 114 && text.startsWith('retry:', start)
}

/** §9.2.6: one space before the value is not part of it. */
export function valueStart(text: string, start: number): number {
  return text.charCodeAt(start) === 32 ? start + 1 : start
}
