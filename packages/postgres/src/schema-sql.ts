import { APPEND } from './append-sql.ts'
import { schemaName } from './options.ts'
import { READ } from './read-sql.ts'
import { TABLES } from './tables-sql.ts'

/**
 * What makes the tables and functions of the logs, or brings them up to date; where they are, it changes nothing. For
 * the schema `eventwire` the file `schema.sql` of this package is the same. Run it in one transaction.
 *
 * @param schema the Postgres schema that they are made in
 * @throws TypeError for a name that is none: see the option `schema`.
 */
export function schemaSql(schema: string = 'eventwire'): string {
  const own = schemaName(schema)
  // The package's own name is the only other one in the text.
  return [TABLES, APPEND, READ].join('\n').replaceAll(/(?<!@)\beventwire\b/g, own)
}
