/** The tables, in the schema `eventwire`. */
export const TABLES: string = `-- Two nodes that start at once wait for each other.
SELECT pg_advisory_xact_lock(7319206184230145);

DO $$ BEGIN
  -- Not IF NOT EXISTS, which asks for the right to make one even if it is there.
  IF to_regnamespace('eventwire') IS NULL THEN
    CREATE SCHEMA eventwire;
  END IF;
END $$;

CREATE TABLE IF NOT EXISTS eventwire.version (version integer NOT NULL);

DO $$ BEGIN
  IF EXISTS (SELECT FROM eventwire.version WHERE version > 1) THEN
    RAISE EXCEPTION 'A later version of @eventwire/postgres has made these tables' USING ERRCODE = 'EW001';
  END IF;
END $$;

-- A log: what is in it, and from where to where it is kept. Its row is locked for the next seq.
CREATE TABLE IF NOT EXISTS eventwire.logs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  epoch text NOT NULL,         -- names this life of the log: another one of its name has another
  floor bigint NOT NULL,       -- seq of the newest entry that is not kept any more, 0 if all are kept
  floor_tag text NOT NULL,
  head bigint NOT NULL,        -- seq of the newest entry, 0 if there never was one
  head_tag text NOT NULL,
  bytes bigint NOT NULL,       -- of the entries kept
  time bigint NOT NULL,        -- of the newest entry, in ms since 1970
  keys bigint NOT NULL,        -- how many idempotency keys there were
  ended boolean NOT NULL
) WITH (fillfactor = 50);      -- so that updates find room on the same page

CREATE TABLE IF NOT EXISTS eventwire.entries (
  log bigint NOT NULL,
  seq bigint NOT NULL,         -- dense
  tag text NOT NULL,           -- drawn at random for what is appended together
  size integer NOT NULL,       -- bytes of data and meta
  time bigint NOT NULL,        -- ms since 1970
  channel text NOT NULL,
  type text,
  meta text,                   -- JSON
  data text NOT NULL,
  PRIMARY KEY (log, seq)
);

-- What was answered to an append with an idempotency key.
CREATE TABLE IF NOT EXISTS eventwire.keys (
  log bigint NOT NULL,
  key text NOT NULL,
  number bigint NOT NULL,      -- counts the keys of a log, so that the oldest can be forgotten
  first bigint NOT NULL,
  count integer NOT NULL,
  tag text NOT NULL,
  PRIMARY KEY (log, key)
);
CREATE INDEX IF NOT EXISTS keys_age ON eventwire.keys (log, number);
`
