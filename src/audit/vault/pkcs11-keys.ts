/**
 * Private keys of the vault in a PKCS #11 token (an HSM; SoftHSM2 for tests). For each bucket a key pair of P-256 is
 * generated in the token: the private key is sensitive, cannot be extracted, and does nothing but ECDH; its public point
 * goes to the vault folder, where the gateway finds it. The gateway needs neither the token nor its PIN.
 *
 * PKCS #11 gives rights to objects, not to users: whoever logs in may do all that an object's attributes allow. So a
 * right to wrap without the right to unwrap cannot be had from two logins on one symmetric key; here it comes from the
 * key being a pair (docs/adr/0013-erasure-by-keys.md). Destroying a bucket is C_DestroyObject.
 */
import { createOnce } from '../../shared/create-once.js';
import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { openKeyWrapper } from './file-keys.js';
import { type AgreementOf, checkValueOf, openKeyKeeper, unwrapperOf } from './file-unwrap.js';
import { POINT_BYTES } from './hpke.js';
import { keepPair, keyFolder, readIfThere, readPair, removeKey, ROOT_PUBLIC_FILE, TOKEN_FILE } from './key-folder.js';
import type { KeyKeeper, KeyPresence, KeyUnwrapper, KeyWrapper } from './keys.js';
import { type Cryptoki, type Handle, loadPkcs11Package, type Pkcs11Package } from './pkcs11-module.js';

/** Which token, and how to get at it. */
export interface TokenOptions {
  /** The vendor's PKCS #11 library, e.g. /usr/lib/softhsm/libsofthsm2.so. */
  readonly module: string;
  /** Label of the token. */
  readonly label: string;
  /** PIN of the token's user. */
  readonly pin: string;
}

/** The vault, for whoever may log in to the token: the data protection officer. */
export interface TokenVault {
  /** Opens the right to unwrap, without memory of keys. */
  readonly openUnwrapper: () => Promise<KeyUnwrapper & KeyPresence>;
  readonly keeper: KeyKeeper;
  /** Makes keys in the token as they are needed: for holds and event clocks. */
  readonly wrapper: KeyWrapper;
  /** Makes the keys that are not there yet, so that the gateway finds their public points. Returns their names. */
  readonly prepare: (keys: readonly string[]) => Promise<string[]>;
  /** Logs out. */
  readonly close: () => void;
}

/** Curve P-256 as CKA_EC_PARAMS: the DER of OID 1.2.840.10045.3.1.7. */
const P256_OID = Buffer.from('06082a8648ce3d030107', 'hex');
const SECRET_BYTES = 32;

/**
 * Logs in to a token whose keys the vault in `folder` uses; an empty vault becomes the token's. Rejects when the package
 * or the library is not there, no token has the label, or the vault belongs to another token or to a root key file.
 */
export async function openTokenVault(folder: string, options: TokenOptions): Promise<TokenVault> {
  const session = openSession(loadPkcs11Package(), options);
  try {
    await claim(folder, options.label);
  } catch (error) {
    session.close();
    throw error;
  }
  const inFolder = openKeyKeeper(folder);
  const wrapper = await openKeyWrapper(folder);

  const agreementOf: AgreementOf = (key, { point }) => Promise.resolve(session.agreement(key, checkValueOf(point)));

  async function prepareOne(key: string): Promise<boolean> {
    if ((await readPair(folder, key)) !== undefined) return false;
    keyFolder(folder, key);
    const point = session.generate(key);
    const { point: kept } = await keepPair(folder, key, { point, sealedPrivate: Buffer.alloc(0) });
    if (kept.equals(point)) return true;
    // Another process was faster.
    session.destroy(key, checkValueOf(point));
    return false;
  }

  async function prepare(keys: readonly string[]): Promise<string[]> {
    const made: string[] = [];
    for (const key of keys) if (await prepareOne(key)) made.push(key);
    return made;
  }

  return {
    openUnwrapper: () =>
      Promise.resolve({
        ...unwrapperOf(folder, agreementOf),
        async holds(key) {
          const pair = await readPair(folder, key);
          return pair !== undefined && session.agreement(key, checkValueOf(pair.point)) !== undefined;
        },
      }),
    keeper: {
      ...inFolder,
      async destroy(key) {
        session.destroy(key);
        await removeKey(folder, key);
      },
    },
    wrapper: {
      async wrapperFor(key) {
        await prepareOne(key);
        return wrapper.wrapperFor(key);
      },
    },
    prepare,
    close: () => session.close(),
  };
}

/** Label of the token that has the vault's private keys; undefined when they are files. */
export async function tokenLabelOf(folder: string): Promise<string | undefined> {
  return (await readIfThere(join(folder, TOKEN_FILE)))?.toString('utf8');
}

async function claim(folder: string, label: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const known = await tokenLabelOf(folder);
  if (known === undefined && (await readIfThere(join(folder, ROOT_PUBLIC_FILE))) !== undefined) {
    throw new Error('the vault has a root key that is in no token');
  }
  if (known === undefined) await createOnce(join(folder, TOKEN_FILE), label, 0o644);
  if (((await tokenLabelOf(folder)) ?? '') !== label)
    throw new Error(`the vault belongs to another token than "${label}"`);
}

interface TokenSession {
  /** Makes a pair; returns its public point. */
  generate(key: string): Buffer;
  /** ECDH with the private key of a name and check value; undefined when the token has none. */
  agreement(key: string, checkValue: string): ((point: Uint8Array) => Buffer) | undefined;
  /** Destroys the private keys of a name, or the one of a check value. */
  destroy(key: string, checkValue?: string): void;
  close(): void;
}

function openSession(ck: Pkcs11Package, { module, label, pin }: TokenOptions): TokenSession {
  const p11 = new ck.PKCS11();
  try {
    p11.load(module);
  } catch (error) {
    throw new Error(`the PKCS #11 library ${module} cannot be loaded: ${reasonOf(error)}`, { cause: error });
  }
  p11.C_Initialize();
  let session: Handle;
  try {
    session = logIn(ck, p11, label, pin);
  } catch (error) {
    p11.C_Finalize();
    p11.close();
    throw error;
  }

  function find(key: string, checkValue: string | undefined): Handle[] {
    p11.C_FindObjectsInit(session, [
      { type: ck.CKA_CLASS, value: ck.CKO_PRIVATE_KEY },
      { type: ck.CKA_LABEL, value: key },
      ...(checkValue === undefined ? [] : [{ type: ck.CKA_ID, value: Buffer.from(checkValue, 'hex') }]),
    ]);
    const found: Handle[] = [];
    for (let more = p11.C_FindObjects(session, 16); more.length > 0; more = p11.C_FindObjects(session, 16)) {
      found.push(...more);
    }
    p11.C_FindObjectsFinal(session);
    return found;
  }

  return {
    generate(key) {
      const pair = p11.C_GenerateKeyPair(
        session,
        { mechanism: ck.CKM_EC_KEY_PAIR_GEN },
        [
          { type: ck.CKA_TOKEN, value: false },
          { type: ck.CKA_EC_PARAMS, value: P256_OID },
        ],
        [
          { type: ck.CKA_TOKEN, value: true },
          { type: ck.CKA_PRIVATE, value: true },
          { type: ck.CKA_SENSITIVE, value: true },
          { type: ck.CKA_EXTRACTABLE, value: false },
          { type: ck.CKA_DERIVE, value: true },
          { type: ck.CKA_SIGN, value: false },
          { type: ck.CKA_DECRYPT, value: false },
          { type: ck.CKA_UNWRAP, value: false },
          { type: ck.CKA_LABEL, value: key },
        ],
      );
      const [encoded] = p11.C_GetAttributeValue(session, pair.publicKey, [{ type: ck.CKA_EC_POINT }]);
      // A DER OCTET STRING around the point (PKCS #11 2.40 mechanisms, 2.3.3).
      const point = Buffer.from(encoded?.value.subarray(-POINT_BYTES) ?? []);
      const id = Buffer.from(checkValueOf(point), 'hex');
      p11.C_SetAttributeValue(session, pair.privateKey, [{ type: ck.CKA_ID, value: id }]);
      return point;
    },
    agreement(key, checkValue) {
      const [privateKey] = find(key, checkValue);
      if (privateKey === undefined) return undefined;
      return (point) => {
        const secret = p11.C_DeriveKey(
          session,
          {
            mechanism: ck.CKM_ECDH1_DERIVE,
            parameter: { type: ck.CK_PARAMS_EC_DH, kdf: ck.CKD_NULL, publicData: Buffer.from(point) },
          },
          privateKey,
          [
            { type: ck.CKA_CLASS, value: ck.CKO_SECRET_KEY },
            { type: ck.CKA_KEY_TYPE, value: ck.CKK_GENERIC_SECRET },
            { type: ck.CKA_TOKEN, value: false },
            { type: ck.CKA_SENSITIVE, value: false },
            { type: ck.CKA_EXTRACTABLE, value: true },
            { type: ck.CKA_VALUE_LEN, value: SECRET_BYTES },
          ],
        );
        const [attribute] = p11.C_GetAttributeValue(session, secret, [{ type: ck.CKA_VALUE }]);
        p11.C_DestroyObject(session, secret);
        if (attribute?.value.length !== SECRET_BYTES)
          throw new Error('the token did not give an agreement of 32 bytes');
        return attribute.value;
      };
    },
    destroy(key, checkValue) {
      for (const object of find(key, checkValue)) p11.C_DestroyObject(session, object);
    },
    close() {
      p11.C_Logout(session);
      p11.C_CloseSession(session);
      p11.C_Finalize();
      p11.close();
    },
  };
}

function logIn(ck: Pkcs11Package, p11: Cryptoki, label: string, pin: string): Handle {
  const slot = p11.C_GetSlotList(true).find((candidate) => p11.C_GetTokenInfo(candidate).label.trimEnd() === label);
  if (slot === undefined) throw new Error(`no token has the label "${label}", which the vault names`);
  const session = p11.C_OpenSession(slot, ck.CKF_RW_SESSION | ck.CKF_SERIAL_SESSION);
  try {
    p11.C_Login(session, ck.CKU_USER, pin);
  } catch (error) {
    throw new Error(`the token "${label}" refuses the login: ${reasonOf(error)}`, { cause: error });
  }
  return session;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
