-- Tables and functions that came after 0004 belong to nobody who logs in, either: findings and cosignatures cannot be
-- changed by whoever migrated, and no function runs with that user's rights.
ALTER TABLE audit.cosignature OWNER TO ostiary_owner;
ALTER TABLE audit.detection_run OWNER TO ostiary_owner;
ALTER TABLE audit.finding OWNER TO ostiary_owner;
ALTER TABLE audit.finding_entry OWNER TO ostiary_owner;
ALTER FUNCTION audit.drop_spent_findings OWNER TO ostiary_owner;
