-- What witnesses signed (docs/witness.md). Only ever grows, and is shared by all processes that write the log.
CREATE TABLE audit.cosignature (
  -- Size of the checkpoint cosigned.
  size bigint NOT NULL REFERENCES audit.log_checkpoint (size),
  -- Name and id in the witness's key: a witness may sign with several keys.
  witness text NOT NULL,
  key_id bigint NOT NULL CHECK (key_id BETWEEN 0 AND 4294967295),
  -- Signature line of the note, with its newline.
  line text NOT NULL CHECK (length(line) <= 8192),
  -- When the witness says that it signed.
  time_ms bigint NOT NULL,
  PRIMARY KEY (size, witness, key_id)
);

CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.cosignature
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

GRANT SELECT, INSERT ON audit.cosignature TO ostiary_gateway;
GRANT SELECT ON audit.cosignature TO ostiary_dpo;
