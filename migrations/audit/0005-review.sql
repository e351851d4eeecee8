-- What leaves say, in columns, so that a data protection officer can search them (docs/dpo-guide.md). Derived from
-- log_entry.body behind the commit, never relied upon for a proof; may be forgotten and built again.

CREATE TABLE audit.log_header (
  idx bigint PRIMARY KEY,
  time_ms bigint NOT NULL,
  authority text NOT NULL,
  system text NOT NULL,
  kind text NOT NULL,
  -- As the leaf says; null for kinds that have none.
  outcome text,
  request text NOT NULL
);
CREATE INDEX log_header_authority ON audit.log_header (authority, idx);
CREATE INDEX log_header_time ON audit.log_header (time_ms, idx);

-- One row: entries below this index are in log_header.
CREATE TABLE audit.header_progress (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  indexed_below bigint NOT NULL
);
INSERT INTO audit.header_progress (indexed_below) VALUES (0);

-- A leaf that somebody altered must not keep the others from being found: reading its columns does not fail, whatever
-- its bytes are. One that cannot be read has the time 0 and neither authority nor kind; a search names it by its index
-- (docs/dpo-guide.md).

-- A leaf's columns, in the order of leaf_header; null when the bytes are no leaf.
CREATE FUNCTION audit.leaf_columns(p_body bytea) RETURNS text[]
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  v_leaf jsonb;
  v_time bigint;
BEGIN
  v_leaf := convert_from(p_body, 'UTF8')::jsonb;
  v_time := extract(epoch FROM (v_leaf->>'t')::timestamptz) * 1000;
  IF v_time IS NULL OR v_leaf->>'o' IS NULL OR v_leaf->>'s' IS NULL OR v_leaf->>'k' IS NULL OR v_leaf->>'q' IS NULL THEN
    RETURN NULL;
  END IF;
  RETURN ARRAY[v_time::text, v_leaf->>'o', v_leaf->>'s', v_leaf->>'k', v_leaf->>'x', v_leaf->>'q'];
EXCEPTION
  -- No UTF-8, no JSON, nested too deep, no time, a time out of range: all the same here.
  WHEN OTHERS THEN RETURN NULL;
END
$$;

-- A leaf's columns. Without a search path of its own, so that the planner can inline it; OFFSET 0 has it parse once.
CREATE FUNCTION audit.leaf_header(p_body bytea)
RETURNS TABLE (time_ms bigint, authority text, system text, kind text, outcome text, request text)
LANGUAGE sql STABLE AS $$
  SELECT coalesce(l[1]::bigint, 0), coalesce(l[2], ''), coalesce(l[3], ''), coalesce(l[4], ''), l[5], coalesce(l[6], '')
    FROM (SELECT audit.leaf_columns(p_body) AS l OFFSET 0) AS leaf
$$;

-- Indexes up to p_limit more entries. Returns the index below which all are indexed now; null when another process is
-- at it.
CREATE FUNCTION audit.index_headers(p_limit int) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '3s' AS $$
DECLARE
  v_from bigint;
  v_end bigint;
BEGIN
  SELECT indexed_below INTO v_from FROM audit.header_progress FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  SELECT least(size, v_from + greatest(p_limit, 1)) INTO v_end FROM audit.log_frontier;
  IF v_end IS NULL OR v_end <= v_from THEN
    RETURN v_from;
  END IF;
  INSERT INTO audit.log_header (idx, time_ms, authority, system, kind, outcome, request)
  SELECT e.idx, h.time_ms, h.authority, h.system, h.kind, h.outcome, h.request
    FROM audit.log_entry e CROSS JOIN LATERAL audit.leaf_header(e.body) AS h
   WHERE e.idx >= v_from AND e.idx < v_end;
  UPDATE audit.header_progress SET indexed_below = v_end;
  RETURN v_end;
END
$$;

-- Forgets the columns, so that they are derived again.
CREATE FUNCTION audit.forget_headers() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '3s' AS $$
BEGIN
  UPDATE audit.header_progress SET indexed_below = 0;
  TRUNCATE audit.log_header;
END
$$;

-- All entries, also those that are not indexed yet.
CREATE VIEW audit.entry_header WITH (security_invoker = true) AS
  SELECT h.idx, h.time_ms, h.authority, h.system, h.kind, h.outcome, h.request FROM audit.log_header h
  UNION ALL
  SELECT e.idx, h.time_ms, h.authority, h.system, h.kind, h.outcome, h.request
    FROM audit.log_entry e CROSS JOIN LATERAL audit.leaf_header(e.body) AS h
   WHERE e.idx >= (SELECT indexed_below FROM audit.header_progress);

REVOKE ALL ON FUNCTION audit.leaf_columns, audit.leaf_header, audit.index_headers, audit.forget_headers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.leaf_columns, audit.leaf_header, audit.index_headers, audit.forget_headers TO ostiary_dpo;
GRANT SELECT ON audit.log_header, audit.header_progress, audit.entry_header TO ostiary_dpo;
