/** Appends and trims, in the schema `eventwire`. */
export const APPEND: string = `-- Twelve hexadecimal digits at random.
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
`
