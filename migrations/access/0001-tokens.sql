-- Which officers' tokens were seen, by whichever process saw them first: an identifier ("jti") names one token.

create schema access;

-- Roles belong to the whole server: another component, or another database of the same server, may have made them, or
-- may be making them at this very moment.
do $$
declare
  v_role text;
begin
  foreach v_role in array array['ostiary_gateway', 'ostiary_dpo', 'ostiary_owner'] loop
    begin
      execute format('create role %I nologin', v_role);
    exception
      when duplicate_object or unique_violation then null;
    end;
  end loop;
  if not (select rolsuper from pg_roles where rolname = current_user) then
    begin
      execute format('grant ostiary_owner to %I', current_user);
    exception
      when unique_violation then null;
    end;
  end if;
end
$$;

-- Neither a token nor anything that it says is kept: digests tell whether two are the same. An identifier is hashed,
-- too, since nothing keeps a provider from putting a name into it.
create table access.token_seen (
  -- Code of the authority whose issuer signed the token.
  authority text collate "C" not null,
  jti_sha256 bytea not null check (length(jti_sha256) = 32),
  token_sha256 bytea not null check (length(token_sha256) = 32),
  -- Time from which the token is refused in any case, milliseconds since the epoch: the identifier is free again.
  expires_ms bigint not null,
  primary key (authority, jti_sha256)
);

create index token_seen_by_expiry on access.token_seen (expires_ms);

grant usage on schema access to ostiary_gateway;
-- Update: an expired identifier is taken over by the next token. Delete: what has expired is swept away.
grant select, insert, update, delete on access.token_seen to ostiary_gateway;
