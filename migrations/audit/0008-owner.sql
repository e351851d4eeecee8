-- Who owns the log may change it; so nobody can log in as its owner, and what the functions do on behalf of others they
-- do with the rights over this schema alone, whoever migrates.

-- CREATE, because partitions of the token index are made as they are needed.
GRANT USAGE, CREATE ON SCHEMA audit TO ostiary_owner;

DO $$
DECLARE
  v_name text;
BEGIN
  FOR v_name IN
    SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'audit' AND c.relkind IN ('r', 'p', 'v') AND pg_get_userbyid(c.relowner) = current_user
  LOOP
    EXECUTE format('ALTER TABLE %s OWNER TO ostiary_owner', v_name);
  END LOOP;
  FOR v_name IN
    SELECT p.oid::regprocedure::text FROM pg_proc p
      JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE n.nspname = 'audit' AND pg_get_userbyid(p.proowner) = current_user
  LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO ostiary_owner', v_name);
  END LOOP;
END
$$;
