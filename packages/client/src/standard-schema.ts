/**
 * What checks a value and says what it is: the part of Standard Schema, version 1, that is needed here. Zod, Valibot,
 * ArkType and others make such schemas; any object of this shape will do.
 *
 * @example
 * ```ts
 * const text: StandardSchema<string> = {
 *   '~standard': {
 *     version: 1,
 *     vendor: 'mine',
 *     validate: (value) => (typeof value === 'string' ? { value } : { issues: [{ message: 'must be text' }] }),
 *   },
 * }
 * ```
 */
export interface StandardSchema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined
  }
}

/** The value, perhaps changed by the schema; or what is wrong with it. */
export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] }

/** One thing that is wrong with a value. */
export interface SchemaIssue {
  readonly message: string
  /** Where in the value: property by property. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** What a schema makes of a value. */
export type OutputOf<Schema> = Schema extends StandardSchema<infer Output> ? Output : never
