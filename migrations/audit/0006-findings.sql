-- What detectors found (docs/detectors.md). Derived from the log. Nothing in here is personal data: which officer and
-- whose record it was stands in the sealed entries alone, and is told by opening them.

-- One run of the detectors. Its start and its end are entries of the log, too.
CREATE TABLE audit.detection_run (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Entry that was durable before the first payload was opened.
  log_index bigint NOT NULL CHECK (log_index >= 0),
  request_id text NOT NULL,
  -- Time judged, milliseconds since the epoch: [since, until).
  since_ms bigint NOT NULL,
  until_ms bigint NOT NULL CHECK (until_ms > since_ms),
  -- SHA-256 of the settings in canonical JSON, in hex.
  settings_sha256 text NOT NULL,
  -- Accesses judged; accesses whose payload is erased; accesses whose payload is not what the log committed to.
  opened bigint NOT NULL,
  erased bigint NOT NULL,
  altered bigint NOT NULL
);

CREATE TABLE audit.finding (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run bigint NOT NULL REFERENCES audit.detection_run,
  detector text NOT NULL,
  severity text NOT NULL CHECK (severity IN ('low', 'medium', 'high')),
  -- Authority whose officer it is about, as in the leaf.
  authority text NOT NULL,
  window_label text NOT NULL,
  window_zone text NOT NULL,
  window_from_ms bigint NOT NULL,
  window_to_ms bigint NOT NULL CHECK (window_to_ms > window_from_ms),
  -- Numbers by name: what was counted, and what it was held against.
  facts jsonb NOT NULL,
  thresholds jsonb NOT NULL,
  -- A pattern that a later run finds again has the same detector, window and first entry.
  first_entry bigint NOT NULL
);
CREATE INDEX finding_pattern ON audit.finding (detector, window_from_ms, first_entry, id DESC);
CREATE INDEX finding_run ON audit.finding (run);

-- The entries that caused a finding.
CREATE TABLE audit.finding_entry (
  finding bigint NOT NULL REFERENCES audit.finding ON DELETE CASCADE,
  idx bigint NOT NULL,
  PRIMARY KEY (finding, idx)
);
CREATE INDEX finding_entry_idx ON audit.finding_entry (idx);

-- Findings die with their entries: deletes those of which no entry can be opened any more, and nothing else.
CREATE FUNCTION audit.drop_spent_findings() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  dropped bigint;
BEGIN
  DELETE FROM audit.finding f
   WHERE NOT EXISTS (
     SELECT FROM audit.finding_entry e JOIN audit.log_payload p ON p.idx = e.idx WHERE e.finding = f.id
   );
  GET DIAGNOSTICS dropped = ROW_COUNT;
  RETURN dropped;
END
$$;

REVOKE ALL ON FUNCTION audit.drop_spent_findings FROM PUBLIC;
-- Neither changed nor deleted by those who look: a finding cannot be made to vanish while its entries stand.
GRANT SELECT, INSERT ON audit.detection_run, audit.finding, audit.finding_entry TO ostiary_dpo;
GRANT EXECUTE ON FUNCTION audit.drop_spent_findings TO ostiary_dpo;
