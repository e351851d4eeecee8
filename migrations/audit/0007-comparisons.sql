-- What came of comparing accesses with other sides, day by day (docs/completeness.md). Holds items, which are keyed
-- hashes, and indexes of the own log: no personal data.

CREATE TABLE audit.comparison (
  asker text NOT NULL,
  answerer text NOT NULL,
  -- Side that this log is.
  side text NOT NULL CHECK (side IN ('asking', 'answering')),
  -- Name of the other side's key.
  partner text NOT NULL,
  day date NOT NULL,
  attempts int NOT NULL DEFAULT 1,
  -- Nobody tries before this moment: a process is at it, or it failed a while ago. Milliseconds since the epoch.
  next_attempt_ms bigint NOT NULL,
  -- Why the last attempt failed; null when none did.
  failure text CHECK (length(failure) <= 400),
  -- The rest is set once, when both statements were held against each other.
  compared_ms bigint,
  is_equal boolean,
  own_note text,
  their_note text,
  own_count bigint,
  their_count bigint,
  -- Accesses that one side lacks: how many, and the first of them; null when nobody could name them.
  only_own_count bigint,
  only_their_count bigint,
  only_own jsonb,
  only_their jsonb,
  -- Accesses of that day that escape the comparison.
  misdated int,
  repeated int,
  -- Entry of the log that says so.
  log_index bigint,
  PRIMARY KEY (asker, answerer, side, partner, day)
);

-- Takes a day on for one attempt, which must end before p_until. False when it was compared, or its next attempt is not
-- due: so one process at a time tries, and not without end.
CREATE FUNCTION audit.begin_comparison(
  p_asker text, p_answerer text, p_side text, p_partner text, p_day date, p_now bigint, p_until bigint
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '3s' AS $$
BEGIN
  INSERT INTO audit.comparison AS c (asker, answerer, side, partner, day, next_attempt_ms)
  VALUES (p_asker, p_answerer, p_side, p_partner, p_day, p_until)
  ON CONFLICT (asker, answerer, side, partner, day) DO UPDATE
    SET attempts = c.attempts + 1, next_attempt_ms = p_until
    WHERE c.compared_ms IS NULL AND c.next_attempt_ms <= p_now;
  RETURN FOUND;
END
$$;

-- Notes why an attempt failed, and when the next one is due.
CREATE FUNCTION audit.fail_comparison(
  p_asker text, p_answerer text, p_side text, p_partner text, p_day date, p_failure text, p_next bigint
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '3s' AS $$
BEGIN
  UPDATE audit.comparison SET failure = left(p_failure, 400), next_attempt_ms = p_next
   WHERE asker = p_asker AND answerer = p_answerer AND side = p_side AND partner = p_partner AND day = p_day
     AND compared_ms IS NULL;
END
$$;

-- Notes the result, once: what both sides signed about a day does not change afterwards.
CREATE FUNCTION audit.end_comparison(
  p_asker text, p_answerer text, p_side text, p_partner text, p_day date, p_now bigint, p_equal boolean,
  p_own_note text, p_their_note text, p_own_count bigint, p_their_count bigint, p_only_own_count bigint,
  p_only_their_count bigint, p_only_own jsonb, p_only_their jsonb, p_misdated int, p_repeated int, p_log_index bigint
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '3s' AS $$
BEGIN
  UPDATE audit.comparison
     SET compared_ms = p_now, failure = NULL, is_equal = p_equal, own_note = p_own_note, their_note = p_their_note,
         own_count = p_own_count, their_count = p_their_count, only_own_count = p_only_own_count,
         only_their_count = p_only_their_count, only_own = p_only_own, only_their = p_only_their,
         misdated = p_misdated, repeated = p_repeated, log_index = p_log_index
   WHERE asker = p_asker AND answerer = p_answerer AND side = p_side AND partner = p_partner AND day = p_day
     AND compared_ms IS NULL;
END
$$;

REVOKE ALL ON FUNCTION audit.begin_comparison, audit.fail_comparison, audit.end_comparison FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.begin_comparison, audit.fail_comparison, audit.end_comparison TO ostiary_gateway;
GRANT SELECT ON audit.comparison TO ostiary_gateway, ostiary_dpo;
