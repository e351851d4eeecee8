-- Which officers' tokens were seen, by whichever process saw them first: an identifier ("jti") names one token.

create schema if not exists access;

-- Roles belong to the whole server: another component, or another database of the same server, may have made it, or
-- may be making it at this very moment.
do $$
begin
  create role ostiary_gateway nologin;
exception
  when duplicate_object or unique_violation then null;
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
