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

CREATE OR REPLACE FUNCTION audit.leaf_header(p_body bytea)
RETURNS TABLE (time_ms bigint, authority text, system text, kind text, outcome text, request text)
LANGUAGE sql STABLE AS $$
  SELECT coalesce(l[1]::bigint, 0), coalesce(l[2], ''), coalesce(l[3], ''), coalesce(l[4], ''), l[5], coalesce(l[6], '')
    FROM (SELECT audit.leaf_columns(p_body) AS l OFFSET 0) AS leaf
$$;

REVOKE ALL ON FUNCTION audit.leaf_columns FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.leaf_columns TO ostiary_dpo;
ALTER FUNCTION audit.leaf_columns OWNER TO ostiary_owner;
