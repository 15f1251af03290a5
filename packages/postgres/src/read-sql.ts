/** Reads and all that is done to a log as a whole, in the schema `eventwire`. */
export const READ: string = `-- Judges a position and gives what follows it, of one snapshot (that is what STABLE means): at most so many entries, and
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
`
