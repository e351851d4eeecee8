import { PSEUDONYM_KEY_BYTES } from '../../matching/pseudonyms/bloom-filter.js';
import { ensureKeyFile } from '../../shared/key-file.js';

/** Name of the key's file in the folder of keys. */
const EXCHANGE_KEY_FILE = 'police-records.key';

/**
 * Loads the key under which names are pseudonymised, and makes one first if there is none. All states of an exchange have
 * the same; whoever merely compares pseudonyms has none. Rejects when it is no key, or when others than its owner may read it.
 */
export const ensureExchangeKey = (folder: string): Promise<Buffer> =>
  ensureKeyFile(folder, { name: 'key of police records', file: EXCHANGE_KEY_FILE, bytes: PSEUDONYM_KEY_BYTES });
