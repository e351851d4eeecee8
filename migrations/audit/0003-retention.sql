-- Retention, legal holds and erasure (docs/retention-and-erasure.md). The log still only grows: what goes are sealed
-- sections, their tokens and their keys.

-- Which keys besides that of its bucket wrap an entry's data key. The bucket in the leaf is hashed and stays.
CREATE TABLE audit.log_rewrap (
  idx bigint NOT NULL,
  -- "hold/<case>", "event/<class>/<week>", or the bucket of the week in which the event was.
  key_name text NOT NULL,
  -- Epoch (8) ‖ data key wrapped by the epoch's key (40).
  wrapped bytea NOT NULL CHECK (length(wrapped) = 48),
  PRIMARY KEY (idx, key_name)
);
CREATE INDEX log_rewrap_key ON audit.log_rewrap (key_name, idx);

-- When the clock of an entry of an event class started.
CREATE TABLE audit.event_clock (
  idx bigint PRIMARY KEY,
  started_ms bigint NOT NULL
);

-- Legal holds; who set them and why is in the log, sealed.
CREATE TABLE audit.legal_hold (
  case_number text PRIMARY KEY,
  ends_ms bigint NOT NULL,
  -- Entries of the log that say so.
  set_idx bigint NOT NULL,
  released_idx bigint
);
CREATE TABLE audit.hold_entry (
  case_number text NOT NULL REFERENCES audit.legal_hold,
  idx bigint NOT NULL,
  PRIMARY KEY (case_number, idx)
);

-- What became of each bucket that came to its term.
CREATE TABLE audit.erasure (
  bucket text PRIMARY KEY,
  -- Entry of the run that began it.
  run_idx bigint NOT NULL,
  -- Of the key, noted before it was destroyed; null when there was none.
  check_value text,
  rows_deleted bigint NOT NULL DEFAULT 0,
  -- The key-destroyed entry: set last.
  destroyed_idx bigint
);
CREATE INDEX log_entry_key_destroyed ON audit.log_entry (idx) WHERE kind = 'key-destroyed';

-- One row: every entry below this index is erased, and its bundle need not be served (C2SP tlog-tiles, pruning).
CREATE TABLE audit.log_minimum (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  idx bigint NOT NULL
);
INSERT INTO audit.log_minimum (idx) VALUES (0);

-- Payloads go by the functions of the role ostiary_erasure, and in no other way.
CREATE FUNCTION audit.refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user <> 'ostiary_erasure' THEN
    RAISE EXCEPTION '% of %.% is refused: only an erasure run may', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER refuse_delete BEFORE DELETE ON audit.log_payload
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_delete();
CREATE TRIGGER refuse_change BEFORE DELETE OR TRUNCATE ON audit.erasure
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER refuse_change BEFORE DELETE OR TRUNCATE ON audit.log_minimum
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER refuse_change BEFORE DELETE OR TRUNCATE ON audit.legal_hold
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

-- Wraps the data keys of entries by a further key. p_wrapped: 48 bytes each, concatenated.
CREATE FUNCTION audit.rewrap(p_key text, p_idx bigint[], p_wrapped bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO audit.log_rewrap (idx, key_name, wrapped)
  SELECT e.idx, p_key, substring(p_wrapped FROM (e.n::int - 1) * 48 + 1 FOR 48)
    FROM unnest(p_idx) WITH ORDINALITY AS e(idx, n)
   -- What was erased meanwhile stays erased.
   WHERE EXISTS (SELECT FROM audit.log_payload p WHERE p.idx = e.idx)
  ON CONFLICT DO NOTHING;
END
$$;

-- Sets a hold on entries whose data keys it wraps by the hold's key.
CREATE FUNCTION audit.set_hold(p_case text, p_ends bigint, p_set_idx bigint, p_idx bigint[], p_wrapped bytea)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO audit.legal_hold (case_number, ends_ms, set_idx) VALUES (p_case, p_ends, p_set_idx);
  PERFORM audit.rewrap('hold/' || p_case, p_idx, p_wrapped);
  INSERT INTO audit.hold_entry (case_number, idx)
  SELECT p_case, r.idx FROM audit.log_rewrap r WHERE r.key_name = 'hold/' || p_case;
END
$$;

-- Ends a hold. Its key is to be destroyed afterwards.
CREATE FUNCTION audit.release_hold(p_case text, p_released_idx bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE audit.legal_hold SET released_idx = p_released_idx WHERE case_number = p_case AND released_idx IS NULL;
  DELETE FROM audit.log_rewrap WHERE key_name = 'hold/' || p_case;
END
$$;

-- Notes when the clock of entries of an event class started, and wraps their data keys by the bucket of that week.
CREATE FUNCTION audit.start_clock(p_started bigint, p_bucket text, p_idx bigint[], p_wrapped bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO audit.event_clock (idx, started_ms) SELECT i, p_started FROM unnest(p_idx) AS i;
  PERFORM audit.rewrap(p_bucket, p_idx, p_wrapped);
  -- From now on the dated bucket keeps them.
  DELETE FROM audit.log_rewrap WHERE idx = ANY (p_idx) AND key_name LIKE 'event/%';
END
$$;

-- Begins the erasure of a bucket. Changes nothing when it was begun before: a run that died is taken up again.
CREATE FUNCTION audit.begin_erasure(p_bucket text, p_run_idx bigint, p_check_value text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET TimeZone = 'UTC' AS $$
DECLARE
  v_week timestamptz := to_timestamp(split_part(p_bucket, '/', 2), 'IYYY-"W"IW');
BEGIN
  -- The run knows the term of each class; whoever stole its role still cannot touch what is younger than all of them.
  IF NOT EXISTS (SELECT FROM audit.log_frontier
                  WHERE to_timestamp(time_ms / 1000.0) >= v_week + interval '7 days' + interval '1 year') THEN
    RAISE EXCEPTION 'no bucket is at its term in its first year' USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  INSERT INTO audit.erasure (bucket, run_idx, check_value) VALUES (p_bucket, p_run_idx, p_check_value)
  ON CONFLICT DO NOTHING;
END
$$;

-- Lets go of the further wraps by a key that came to its term.
CREATE FUNCTION audit.forget_rewraps(p_key text) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_idx bigint[];
BEGIN
  WITH gone AS (DELETE FROM audit.log_rewrap WHERE key_name = p_key RETURNING idx)
  SELECT coalesce(array_agg(idx), '{}') INTO v_idx FROM gone;
  RETURN v_idx;
END
$$;

-- Deletes the payloads of a bucket among entries [p_from, p_end) but for those that another key keeps.
CREATE FUNCTION audit.erase_payloads(p_bucket text, p_from bigint, p_end bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_deleted bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM audit.erasure e WHERE e.bucket = p_bucket) THEN
    RAISE EXCEPTION 'the erasure of this bucket was not begun' USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  DELETE FROM audit.log_payload p
   WHERE p.idx >= p_from AND p.idx < p_end AND p.bucket = p_bucket
     AND NOT EXISTS (SELECT FROM audit.log_rewrap r WHERE r.idx = p.idx);
  GET DIAGNOSTICS v_deleted = ROW_COUNT;
  UPDATE audit.erasure SET rows_deleted = rows_deleted + v_deleted WHERE bucket = p_bucket;
  RETURN v_deleted;
END
$$;

-- Deletes payloads that outlived their bucket and that no key keeps any more.
CREATE FUNCTION audit.erase_orphaned(p_idx bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_deleted bigint;
BEGIN
  DELETE FROM audit.log_payload p USING audit.erasure e
   WHERE p.idx = ANY (p_idx) AND e.bucket = p.bucket AND e.destroyed_idx IS NOT NULL
     AND NOT EXISTS (SELECT FROM audit.log_rewrap r WHERE r.idx = p.idx);
  GET DIAGNOSTICS v_deleted = ROW_COUNT;
  RETURN v_deleted;
END
$$;

-- Drops the tokens of a bucket, in the index.
CREATE FUNCTION audit.drop_tokens(p_bucket text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '3s' AS $$
DECLARE
  v_id int;
BEGIN
  -- Not while the index is being built.
  PERFORM FROM audit.token_progress FOR UPDATE;
  DELETE FROM audit.token_bucket WHERE bucket = p_bucket RETURNING id INTO v_id;
  IF FOUND THEN
    EXECUTE format('DROP TABLE audit.log_token_%s', v_id);
  END IF;
END
$$;

-- Notes the entry that says that the key of a bucket is destroyed.
CREATE FUNCTION audit.end_erasure(p_bucket text, p_destroyed_idx bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE audit.erasure SET destroyed_idx = p_destroyed_idx WHERE bucket = p_bucket AND destroyed_idx IS NULL;
END
$$;

-- Moves the minimum index forward.
CREATE FUNCTION audit.advance_minimum(p_idx bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE audit.log_minimum SET idx = p_idx WHERE idx < p_idx;
END
$$;

-- The functions that delete payloads run as their own role, which can do nothing else.
GRANT USAGE, CREATE ON SCHEMA audit TO ostiary_erasure;
GRANT SELECT, DELETE ON audit.log_payload TO ostiary_erasure;
GRANT SELECT ON audit.log_rewrap TO ostiary_erasure;
GRANT SELECT, UPDATE ON audit.erasure TO ostiary_erasure;
ALTER FUNCTION audit.erase_payloads OWNER TO ostiary_erasure;
ALTER FUNCTION audit.erase_orphaned OWNER TO ostiary_erasure;
REVOKE CREATE ON SCHEMA audit FROM ostiary_erasure;

REVOKE ALL ON FUNCTION audit.rewrap, audit.set_hold, audit.release_hold, audit.start_clock, audit.begin_erasure,
  audit.forget_rewraps, audit.erase_payloads, audit.erase_orphaned, audit.drop_tokens, audit.end_erasure,
  audit.advance_minimum FROM PUBLIC;
GRANT USAGE ON SCHEMA audit TO ostiary_reader, ostiary_eraser;
GRANT SELECT ON audit.log_frontier, audit.log_counter, audit.log_entry, audit.log_checkpoint, audit.log_tile
  TO ostiary_reader, ostiary_eraser;
GRANT SELECT ON audit.log_minimum TO ostiary_gateway, ostiary_dpo, ostiary_reader, ostiary_eraser;
GRANT SELECT ON audit.erasure, audit.log_rewrap, audit.event_clock, audit.legal_hold, audit.hold_entry
  TO ostiary_dpo, ostiary_eraser;
-- The run re-wraps what must outlive its key, and tries to open what it has erased.
GRANT SELECT ON audit.log_payload, audit.token_bucket TO ostiary_eraser;
GRANT EXECUTE ON FUNCTION audit.rewrap, audit.set_hold, audit.release_hold, audit.start_clock TO ostiary_dpo;
GRANT EXECUTE ON FUNCTION audit.rewrap, audit.release_hold, audit.begin_erasure, audit.forget_rewraps,
  audit.erase_payloads, audit.erase_orphaned, audit.drop_tokens, audit.end_erasure, audit.advance_minimum
  TO ostiary_eraser;
