/**
 * The name of what `value` is: `'Uint8Array'`, `'String'`, `'Null'`, `'Object'`. Unlike `instanceof` it knows an object
 * of another realm (a frame, a test runner's context).
 */
export function typeName(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1)
}
