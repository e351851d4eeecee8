import type postgres from 'postgres';
import { stateOf } from '../../exchange/domain/reference-number.js';
import { addHolderData, clearHolderData, type HolderData } from '../../matches/store/load-holder-data.js';
import type { RawLoci } from '../domain/dna-question.js';

/** A profile, with what its holder knows of whom it is of. */
export interface LoadedProfile extends HolderData {
  readonly loci: RawLoci;
}

/** Profiles that travel to the server in one statement. */
const BATCH = 1_000;

/** Replaces all profiles with these, within the caller's transaction, which needs the rights of the schema's owner. */
export async function replaceProfiles(
  tx: postgres.TransactionSql,
  profiles: Iterable<LoadedProfile>,
  onProgress: (loaded: number) => void,
): Promise<void> {
  await clearHolderData(tx, 'dna');
  await tx`truncate prum.dna_profile, prum.dna_mark`;
  let loaded = 0;
  let batch: LoadedProfile[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    const rows = batch.map(({ reference, loci }) => ({
      reference,
      member_state: stateOf(reference),
      loci: Object.fromEntries(loci.map(({ name, values }) => [name, values])),
    }));
    await tx`
      insert into prum.dna_profile (reference, member_state, loci)
      select given.reference, given.member_state, given.loci
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
        as given (reference text, member_state text, loci jsonb)`;
    await addHolderData(tx, 'dna', batch);
    loaded += batch.length;
    batch = [];
    onProgress(loaded);
  };
  for (const profile of profiles) {
    batch.push(profile);
    if (batch.length === BATCH) await flush();
  }
  await flush();
}
