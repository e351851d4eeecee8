-- The blind index (docs/retention-and-erasure.md): what an entry can be found by, as keyed tokens of 16 bytes.

-- Buckets that have tokens; their partitions are named after the number.
CREATE TABLE audit.token_bucket (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  bucket text NOT NULL UNIQUE
);

-- One partition for each bucket, which goes with it in one piece.
CREATE TABLE audit.log_token (
  bucket int NOT NULL,
  token bytea NOT NULL,
  idx bigint NOT NULL
) PARTITION BY LIST (bucket);
CREATE INDEX log_token_search ON audit.log_token (token, idx);

-- One row: tokens of entries below this index are in the index.
CREATE TABLE audit.token_progress (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  indexed_below bigint NOT NULL
);
INSERT INTO audit.token_progress (indexed_below) VALUES (0);

-- Indexes up to p_limit more entries. Returns the index below which all are indexed now; null when another process is
-- at it.
CREATE FUNCTION audit.index_tokens(p_limit int) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '3s' AS $$
DECLARE
  v_from bigint;
  v_end bigint;
  v_bucket text;
  v_id int;
BEGIN
  SELECT indexed_below INTO v_from FROM audit.token_progress FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  SELECT least(size, v_from + greatest(p_limit, 1)) INTO v_end FROM audit.log_frontier;
  IF v_end IS NULL OR v_end <= v_from THEN
    RETURN v_from;
  END IF;
  FOR v_bucket IN
    SELECT DISTINCT p.bucket FROM audit.log_payload p
     WHERE p.idx >= v_from AND p.idx < v_end AND p.tokens IS NOT NULL
       AND NOT EXISTS (SELECT FROM audit.token_bucket b WHERE b.bucket = p.bucket)
  LOOP
    INSERT INTO audit.token_bucket (bucket) VALUES (v_bucket) RETURNING id INTO v_id;
    EXECUTE format('CREATE TABLE audit.log_token_%s (LIKE audit.log_token)', v_id);
    EXECUTE format('ALTER TABLE audit.log_token ATTACH PARTITION audit.log_token_%s FOR VALUES IN (%s)', v_id, v_id);
  END LOOP;
  INSERT INTO audit.log_token (bucket, token, idx)
  SELECT b.id, substring(p.tokens FROM n * 16 + 1 FOR 16), p.idx
    FROM audit.log_payload p
    JOIN audit.token_bucket b ON b.bucket = p.bucket
   CROSS JOIN LATERAL generate_series(0, length(p.tokens) / 16 - 1) AS n
   WHERE p.idx >= v_from AND p.idx < v_end AND p.tokens IS NOT NULL
   -- Tokens are random: in their order, each page of the index is visited once and not again and again.
   ORDER BY 1, 2;
  UPDATE audit.token_progress SET indexed_below = v_end;
  RETURN v_end;
END
$$;

-- Forgets the index, so that it is built again from the payloads.
CREATE FUNCTION audit.forget_token_index() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '3s' AS $$
BEGIN
  UPDATE audit.token_progress SET indexed_below = 0;
  TRUNCATE audit.log_token;
END
$$;

REVOKE ALL ON FUNCTION audit.index_tokens, audit.forget_token_index FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.index_tokens TO ostiary_gateway;
GRANT EXECUTE ON FUNCTION audit.forget_token_index TO ostiary_dpo;
GRANT SELECT ON audit.token_progress TO ostiary_gateway, ostiary_dpo;
GRANT SELECT ON audit.token_bucket, audit.log_token TO ostiary_dpo;
