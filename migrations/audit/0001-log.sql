-- The verifiable audit log (docs/audit-log.md). Everything in here only ever grows, but for what erasing takes (0003).

-- Roles: the gateway appends and reads what is public; the data protection officer also reads sealed payloads; one reads
-- what is public; one erases; one owns what erasing takes; and one owns the rest (0008).
DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY[
    'ostiary_gateway', 'ostiary_dpo', 'ostiary_reader', 'ostiary_eraser', 'ostiary_erasure', 'ostiary_owner'
  ] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
      EXCEPTION
        -- Roles belong to the cluster: another database's migration may have been faster.
        WHEN duplicate_object OR unique_violation THEN NULL;
      END;
    END IF;
    -- Whoever migrates may act as any of them. A superuser may anyway.
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
      BEGIN
        EXECUTE format('GRANT %I TO %I', wanted, current_user);
      EXCEPTION
        WHEN unique_violation THEN NULL;
      END;
    END IF;
  END LOOP;
END
$$;

CREATE SCHEMA audit;

-- One row: the right edge of the tree. Its lock decides who appends.
CREATE TABLE audit.log_frontier (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  origin text NOT NULL,
  size bigint NOT NULL CHECK (size >= 0),
  -- Roots of the perfect subtrees, 32 bytes each, largest first.
  peaks bytea NOT NULL,
  -- Time in the newest entry, milliseconds since the epoch.
  time_ms bigint NOT NULL
) WITH (fillfactor = 20);

-- Number of entries of each authority, and the size of the tree when it last changed.
CREATE TABLE audit.log_counter (
  authority text PRIMARY KEY,
  n bigint NOT NULL,
  size bigint NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE audit.log_entry (
  idx bigint PRIMARY KEY CHECK (idx >= 0),
  kind text NOT NULL,
  -- Index of the intent that an outcome or orphan closes.
  intent bigint,
  -- RFC 6962 hash of body.
  leaf bytea NOT NULL CHECK (length(leaf) = 32),
  -- audit-leaf/v1, no personal data.
  body bytea NOT NULL CHECK (length(body) <= 65535)
);
CREATE INDEX log_entry_intent ON audit.log_entry (intent) WHERE intent IS NOT NULL;
CREATE UNIQUE INDEX log_entry_orphan ON audit.log_entry (intent) WHERE kind = 'orphan';

-- Sealed sections: wrapped data key (40) ‖ nonce (12) ‖ ciphertext ‖ tag (16).
CREATE TABLE audit.log_payload (
  idx bigint PRIMARY KEY,
  -- Retention class and ISO week whose key wraps the data key.
  bucket text NOT NULL,
  sealed bytea NOT NULL,
  -- Of the blind index (0002), durable with the entry: what is searched is built from here behind the commit.
  tokens bytea CHECK (length(tokens) % 16 = 0)
);
ALTER TABLE audit.log_payload ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE audit.log_payload ALTER COLUMN tokens SET STORAGE EXTERNAL;

-- The signed checkpoint of every batch.
CREATE TABLE audit.log_checkpoint (
  size bigint PRIMARY KEY CHECK (size >= 0),
  time_ms bigint NOT NULL,
  note text NOT NULL
);

-- Full tiles (C2SP tlog-tiles). Derived from log_entry.leaf behind the commit; may be deleted and built again.
CREATE TABLE audit.log_tile (
  level smallint NOT NULL CHECK (level BETWEEN 0 AND 7),
  n bigint NOT NULL CHECK (n >= 0),
  -- Root of the subtree over the tile: its hash on the next level.
  root bytea NOT NULL CHECK (length(root) = 32),
  data bytea NOT NULL CHECK (length(data) = 8192),
  PRIMARY KEY (level, n)
);
ALTER TABLE audit.log_tile ALTER COLUMN data SET STORAGE EXTERNAL;

-- One row: below this index every intent is closed, so that the search for orphans need not look there.
CREATE TABLE audit.log_recovery (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  closed_below bigint NOT NULL
);
INSERT INTO audit.log_recovery (closed_below) VALUES (0);

CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of %.% is refused: the audit log only grows', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE FUNCTION audit.only_growth() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.origin IS DISTINCT FROM OLD.origin OR NEW.size <= OLD.size OR NEW.time_ms < OLD.time_ms THEN
    RAISE EXCEPTION 'the frontier of the audit log only moves forward' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER only_growth BEFORE UPDATE ON audit.log_frontier
  FOR EACH ROW EXECUTE FUNCTION audit.only_growth();
CREATE TRIGGER refuse_change BEFORE DELETE OR TRUNCATE ON audit.log_frontier
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER refuse_change BEFORE DELETE OR TRUNCATE ON audit.log_counter
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.log_entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR TRUNCATE ON audit.log_payload
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.log_checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

-- Founds the log: empty, with its first signed checkpoint. Changes nothing when there is a log.
CREATE FUNCTION audit.found(p_origin text, p_checkpoint text, p_time bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO audit.log_frontier (origin, size, peaks, time_ms) VALUES (p_origin, 0, '', 0) ON CONFLICT DO NOTHING;
  IF FOUND THEN
    INSERT INTO audit.log_checkpoint (size, time_ms, note) VALUES (0, p_time, p_checkpoint);
  END IF;
END
$$;

-- Locks the frontier until the end of the transaction, and so holds off every other writer. Whoever gave up waiting
-- must not go on waiting here.
CREATE FUNCTION audit.lock_frontier() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '3s' AS $$
BEGIN
  PERFORM FROM audit.log_frontier FOR UPDATE;
END
$$;

-- Appends a batch to the tree of p_expected leaves. Returns false, and changes nothing, when the tree has another size.
-- Each column of the batch is one parameter: bytes concatenated, with starts (from 1) and lengths. A payload of length
-- 0 is no payload.
CREATE FUNCTION audit.append(
  p_expected bigint,
  p_count int,
  p_peaks bytea,
  p_time bigint,
  p_checkpoint text,
  p_kinds text[],
  p_intents bigint[],
  p_leaves bytea,
  p_bodies bytea,
  p_body_starts int[],
  p_body_lengths int[],
  p_buckets text[],
  p_payloads bytea,
  p_payload_starts int[],
  p_payload_lengths int[],
  p_tokens bytea,
  p_token_starts int[],
  p_token_lengths int[],
  p_authorities text[],
  p_counters bigint[]
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '3s' AS $$
BEGIN
  UPDATE audit.log_frontier SET size = p_expected + p_count, peaks = p_peaks, time_ms = p_time
   WHERE size = p_expected;
  IF NOT FOUND THEN
    RETURN false;
  END IF;

  INSERT INTO audit.log_entry (idx, kind, intent, leaf, body)
  SELECT p_expected + e.n - 1, e.kind, e.intent, substring(p_leaves FROM (e.n::int - 1) * 32 + 1 FOR 32),
         substring(p_bodies FROM e.start FOR e.length)
    FROM unnest(p_kinds, p_intents, p_body_starts, p_body_lengths) WITH ORDINALITY AS e(kind, intent, start, length, n);

  INSERT INTO audit.log_payload (idx, bucket, sealed, tokens)
  SELECT p_expected + e.n - 1, e.bucket, substring(p_payloads FROM e.start FOR e.length),
         CASE WHEN e.token_length > 0 THEN substring(p_tokens FROM e.token_start FOR e.token_length) END
    FROM unnest(p_buckets, p_payload_starts, p_payload_lengths, p_token_starts, p_token_lengths) WITH ORDINALITY
      AS e(bucket, start, length, token_start, token_length, n)
   WHERE e.length > 0;

  INSERT INTO audit.log_counter AS c (authority, n, size)
  SELECT e.authority, e.n, p_expected + p_count FROM unnest(p_authorities, p_counters) AS e(authority, n)
  ON CONFLICT (authority) DO UPDATE SET n = EXCLUDED.n, size = EXCLUDED.size;

  INSERT INTO audit.log_checkpoint (size, time_ms, note) VALUES (p_expected + p_count, p_time, p_checkpoint);
  RETURN true;
END
$$;

-- Notes that every intent below an index is closed.
CREATE FUNCTION audit.closed_below(p_index bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE audit.log_recovery SET closed_below = p_index WHERE closed_below < p_index;
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
GRANT USAGE ON SCHEMA audit TO ostiary_gateway, ostiary_dpo;
GRANT SELECT ON audit.log_frontier, audit.log_counter, audit.log_entry, audit.log_checkpoint, audit.log_tile,
  audit.log_recovery TO ostiary_gateway, ostiary_dpo;
GRANT SELECT ON audit.log_payload TO ostiary_dpo;
GRANT INSERT ON audit.log_tile TO ostiary_gateway;
GRANT EXECUTE ON FUNCTION audit.found, audit.lock_frontier, audit.append, audit.closed_below TO ostiary_gateway;
