-- The tables and functions of @eventwire/postgres: what migrate() makes. It may be run again.

BEGIN;

-- Two nodes that start at once wait for each other.
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

-- Twelve hexadecimal digits at random.
CREATE OR REPLACE FUNCTION eventwire.draw() RETURNS text LANGUAGE sql VOLATILE AS $$
  SELECT left(replace(gen_random_uuid()::text, '-', ''), 12)
$$;

-- Wakes who follows a log, when the transaction is committed.
CREATE OR REPLACE FUNCTION eventwire.wake(log eventwire.logs) RETURNS void LANGUAGE sql VOLATILE AS $$
  SELECT pg_notify('eventwire', concat_ws(' ', log.epoch, log.head, log.head_tag, log.ended::int, log.name))
$$;

-- Raises the floor above the oldest entries that a log does not keep; the newest always stays. It looks at no more than
-- twice as many as were added, and a few. What is below the floor is never given, and is deleted at every 256th entry.
CREATE OR REPLACE FUNCTION eventwire.forget(it eventwire.logs, added bigint, keep jsonb) RETURNS eventwire.logs
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  gone record;
  floor_before bigint := it.floor;
  max_entries bigint := (keep->'entries')::bigint;
  max_bytes bigint := (keep->'bytes')::bigint;
  oldest_time bigint := it.time - (keep->>'age')::bigint; -- NULL if entries are kept for ever
  highest bigint := it.head - 1;
BEGIN
  IF it.bytes <= max_bytes AND oldest_time IS NULL THEN
    highest := it.head - max_entries;
  END IF;
  IF highest <= floor_before THEN
    RETURN it;
  END IF;
  SELECT max(o.seq) AS seq, sum(o.size) AS bytes, (array_agg(o.tag ORDER BY o.seq DESC))[1] AS tag INTO gone FROM (
    SELECT e.seq, e.tag, e.size, e.time, sum(e.size) OVER (ORDER BY e.seq) - e.size AS before FROM (
      SELECT x.seq, x.tag, x.size, x.time FROM eventwire.entries x
      WHERE x.log = it.id AND x.seq > floor_before AND x.seq <= highest
      ORDER BY x.seq LIMIT 2 * added + 64
    ) e
  ) o
  WHERE o.seq <= it.head - max_entries OR it.bytes - o.before > max_bytes OR o.time < oldest_time;
  IF gone.seq IS NULL THEN
    RETURN it;
  END IF;
  it.floor := gone.seq;
  it.floor_tag := gone.tag;
  it.bytes := it.bytes - gone.bytes;
  IF it.floor / 256 > floor_before / 256 OR gone.bytes > 65536 THEN
    -- All before the last 256th is deleted: a search from the first on would meet what is not vacuumed yet.
    DELETE FROM eventwire.entries e
    WHERE e.log = it.id AND e.seq > floor_before / 256 * 256 AND e.seq <= it.floor;
  END IF;
  RETURN it;
END $$;

-- Appends to some logs. Of each part: the log's name, whether it is made if there is none, what to append, each as its key
-- (or null) and how many entries, and the entries of all of them, as [channel, type, meta, data, size]. Parts are ordered by
-- name, so that two calls do not wait for each other. Answers for each part 'locked', 'deleted', or
-- [epoch, head, head_tag, first, tag, others]: the seq and the tag of what is new, and of what is not, by its place from 0,
-- 'ended' or where it was appended before, [first, count, tag].
-- keep.patient: waits for who else has a log's row, instead of answering 'locked'; at most keep.wait ms, if that is given.
CREATE OR REPLACE FUNCTION eventwire.append(parts jsonb, keep jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  part jsonb;
  job jsonb;
  it eventwire.logs;
  known eventwire.keys;
  new_tag text := eventwire.draw();
  now bigint := extract(epoch FROM clock_timestamp()) * 1000;
  job_key text;
  makes bigint;
  added integer;
  at integer;
  entries jsonb;
  head_before bigint;
  keys_before bigint;
  answers jsonb := '[]';
  others jsonb;
BEGIN
  IF keep->>'wait' IS NOT NULL THEN
    PERFORM set_config('lock_timeout', keep->>'wait', true);
  END IF;
  FOR part IN SELECT p.value FROM jsonb_array_elements(parts) WITH ORDINALITY p ORDER BY p.ordinality LOOP
    IF (keep->'patient')::boolean THEN
      SELECT l.* INTO it FROM eventwire.logs l WHERE l.name = part->>0 FOR NO KEY UPDATE;
    ELSE
      SELECT l.* INTO it FROM eventwire.logs l WHERE l.name = part->>0 FOR NO KEY UPDATE SKIP LOCKED;
      IF NOT FOUND AND EXISTS (SELECT FROM eventwire.logs l WHERE l.name = part->>0) THEN
        answers := answers || '["locked"]';
        CONTINUE;
      END IF;
    END IF;
    IF it.id IS NULL AND (part->1)::boolean THEN
      -- Somebody else's transaction may have made it, which nobody sees before it is over.
      makes := hashtextextended('eventwire.' || (part->>0), 0);
      IF (keep->'patient')::boolean THEN
        PERFORM pg_advisory_xact_lock(makes);
      ELSIF NOT pg_try_advisory_xact_lock(makes) THEN
        answers := answers || '["locked"]';
        CONTINUE;
      END IF;
      PERFORM eventwire.make(part->>0);
      SELECT l.* INTO it FROM eventwire.logs l WHERE l.name = part->>0 FOR NO KEY UPDATE;
    END IF;
    IF it.id IS NULL THEN
      answers := answers || '["deleted"]';
      CONTINUE;
    END IF;

    head_before := it.head;
    keys_before := it.keys;
    it.time := greatest(now, it.time); -- clocks may be set back
    others := '{}';
    entries := part->3;
    IF it.ended OR jsonb_path_exists(part->2, '$[*][0] ? (@ != null)') THEN
      at := 0; -- how many entries come before those of the job that are new
      FOR job IN SELECT j.value || jsonb_build_array(j.ordinality - 1)
        FROM jsonb_array_elements(part->2) WITH ORDINALITY j ORDER BY j.ordinality
      LOOP
        job_key := job->>0;
        added := job->1;
        known := NULL;
        IF length(job_key) > 100 THEN
          job_key := encode(sha256(convert_to(job_key, 'UTF8')), 'hex');
        END IF;
        IF job_key IS NOT NULL THEN
          SELECT k.* INTO known FROM eventwire.keys k WHERE k.log = it.id AND k.key = job_key;
        END IF;
        IF known.log IS NOT NULL OR it.ended THEN
          others := others || jsonb_build_object(job->>2, CASE WHEN known.log IS NULL THEN '"ended"'::jsonb
            ELSE jsonb_build_array(known.first, known.count, known.tag) END);
          SELECT coalesce(jsonb_agg(e.value ORDER BY e.ordinality), '[]') INTO entries
          FROM jsonb_array_elements(entries) WITH ORDINALITY e
          WHERE e.ordinality <= at OR e.ordinality > at + added;
          CONTINUE;
        END IF;
        IF job_key IS NOT NULL THEN
          it.keys := it.keys + 1;
          INSERT INTO eventwire.keys VALUES (it.id, job_key, it.keys, it.head + at + 1, added, new_tag);
        END IF;
        at := at + added;
      END LOOP;
    END IF;
    IF jsonb_array_length(entries) > 0 THEN
      WITH new AS (
        INSERT INTO eventwire.entries (log, seq, tag, size, time, channel, type, meta, data)
        SELECT it.id, it.head + e.ordinality, new_tag, (e.value->>4)::integer, it.time,
          e.value->>0, e.value->>1, e.value->>2, e.value->>3
        FROM jsonb_array_elements(entries) WITH ORDINALITY e
        RETURNING size
      )
      SELECT it.head + count(*), it.bytes + sum(new.size) INTO it.head, it.bytes FROM new;
    END IF;

    IF it.head > head_before THEN
      it.head_tag := new_tag;
      it := eventwire.forget(it, it.head - head_before, keep);
    END IF;
    IF it.keys > keys_before THEN
      DELETE FROM eventwire.keys k WHERE k.log = it.id AND k.number <= it.keys - (keep->'keys')::bigint;
    END IF;
    IF it.head > head_before OR it.keys > keys_before THEN
      UPDATE eventwire.logs l SET head = it.head, head_tag = it.head_tag, floor = it.floor,
        floor_tag = it.floor_tag, bytes = it.bytes, time = it.time, keys = it.keys
      WHERE l.id = it.id;
    END IF;
    IF it.head > head_before THEN
      PERFORM eventwire.wake(it);
    END IF;
    answers := answers || jsonb_build_array(
      jsonb_build_array(it.epoch, it.head, it.head_tag, head_before + 1, new_tag, others)
    );
  END LOOP;
  RETURN answers;
END $$;

-- Judges a position and gives what follows it, of one snapshot (that is what STABLE means): at most so many entries, and
-- bytes unless one is larger. Answers [epoch, floor, floor_tag, head, head_tag, ended, tag of the entry asked for, entries
-- as [seq, tag, time, channel, type, meta, data], or null if the position is none], or NULL if there is no such log.
CREATE OR REPLACE FUNCTION eventwire.read(
  of_log text, asked_epoch text, asked_seq bigint, asked_tag text, most bigint, most_bytes bigint
) RETURNS json LANGUAGE plpgsql STABLE AS $$
DECLARE
  it eventwire.logs;
  asked_for text;
  page json;
BEGIN
  SELECT l.* INTO it FROM eventwire.logs l WHERE l.name = of_log;
  IF it.id IS NULL THEN
    RETURN NULL;
  END IF;
  IF asked_epoch = it.epoch AND asked_seq BETWEEN it.floor AND it.head THEN
    asked_for := CASE asked_seq WHEN it.head THEN it.head_tag WHEN it.floor THEN it.floor_tag ELSE
      (SELECT e.tag FROM eventwire.entries e WHERE e.log = it.id AND e.seq = asked_seq)
    END;
  END IF;
  IF asked_for = asked_tag THEN
    SELECT json_agg(json_build_array(p.seq, p.tag, p.time, p.channel, p.type, p.meta, p.data) ORDER BY p.seq) INTO page
    FROM (
      SELECT e.*, sum(e.size) OVER (ORDER BY e.seq) AS total FROM (
        SELECT * FROM eventwire.entries x
        WHERE x.log = it.id AND x.seq > asked_seq AND x.seq <= it.head ORDER BY x.seq LIMIT most
      ) e
    ) p
    WHERE p.total <= most_bytes OR p.seq = asked_seq + 1;
    page := coalesce(page, '[]');
  END IF;
  RETURN json_build_array(
    it.epoch, it.floor, it.floor_tag, it.head, it.head_tag, it.ended, asked_for, page
  );
END $$;

-- Makes a log, if there is none with the name.
CREATE OR REPLACE FUNCTION eventwire.make(new_name text) RETURNS void LANGUAGE sql VOLATILE AS $$
  INSERT INTO eventwire.logs (name, epoch, floor, floor_tag, head, head_tag, bytes, time, keys, ended)
  VALUES (new_name, eventwire.draw(), 0, '0', 0, '0', 0, 0, 0, false)
  ON CONFLICT (name) DO NOTHING
$$;

-- Ends a log for good.
CREATE OR REPLACE FUNCTION eventwire.finish(old_name text) RETURNS void LANGUAGE sql VOLATILE AS $$
  WITH done AS (
    UPDATE eventwire.logs l SET ended = true WHERE l.name = old_name AND NOT l.ended RETURNING l
  )
  SELECT eventwire.wake(done.l) FROM done
$$;

-- Deletes a log with all that is in it.
CREATE OR REPLACE FUNCTION eventwire.remove(old_name text) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  old_id bigint;
BEGIN
  DELETE FROM eventwire.logs l WHERE l.name = old_name RETURNING l.id INTO old_id;
  DELETE FROM eventwire.entries e WHERE e.log = old_id;
  DELETE FROM eventwire.keys k WHERE k.log = old_id;
  PERFORM pg_notify('eventwire', concat('- 0 0 1 ', old_name)) WHERE old_id IS NOT NULL;
END $$;

-- What wake would say of some logs now, for who may have missed it; and sends a word to all who listen, if one is given.
CREATE OR REPLACE FUNCTION eventwire.look(names jsonb, word text) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_notify('eventwire', word) WHERE word <> '';
  RETURN (
    SELECT jsonb_agg(
      CASE WHEN l.id IS NULL THEN '- 0 0 1' ELSE concat_ws(' ', l.epoch, l.head, l.head_tag, l.ended::int) END
      ORDER BY n.ordinality
    )
    FROM jsonb_array_elements_text(names) WITH ORDINALITY n LEFT JOIN eventwire.logs l ON l.name = n.value
  );
END $$;

INSERT INTO eventwire.version SELECT 1 WHERE NOT EXISTS (SELECT FROM eventwire.version);

COMMIT;
