import type { StandardSchema } from './standard-schema.ts'

/** The schemas of a hub's channels: one for each name, once there is one. */
export class Schemas {
  readonly #byChannel = new Map<string, StandardSchema>()

  /** @throws TypeError for what is no schema, and where the channel has another one. */
  settle(channel: string, schema: StandardSchema | undefined): void {
    const known = this.#byChannel.get(channel)
    if (known && known !== schema) {
      throw new TypeError(`Channel ${JSON.stringify(channel)} has another schema: one name has one schema`)
    }
    if (schema === undefined) return
    if (typeof schema?.['~standard']?.validate !== 'function') {
      throw new TypeError(`schema must be a Standard Schema (an object with '~standard'), got ${typeof schema}`)
    }
    this.#byChannel.set(channel, schema)
  }
}
