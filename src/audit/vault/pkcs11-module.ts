/** What is used of pkcs11js, which is installed by those alone who have a token (an optional peer dependency). */
import { createRequire } from 'node:module';

/** Handles are opaque. */
export type Handle = Buffer;

/** An attribute of an object, to give or to ask for. */
export interface Attribute {
  readonly type: number;
  readonly value?: number | boolean | string | Buffer;
}

/** The calls of PKCS #11 (version 2.40) that are used, as pkcs11js names them. */
export interface Cryptoki {
  load(path: string): void;
  close(): void;
  C_Initialize(): void;
  C_Finalize(): void;
  C_GetSlotList(tokenPresent: boolean): Handle[];
  C_GetTokenInfo(slot: Handle): { readonly label: string };
  C_OpenSession(slot: Handle, flags: number): Handle;
  C_CloseSession(session: Handle): void;
  C_Login(session: Handle, userType: number, pin: string): void;
  C_Logout(session: Handle): void;
  C_FindObjectsInit(session: Handle, template: Attribute[]): void;
  C_FindObjects(session: Handle, max: number): Handle[];
  C_FindObjectsFinal(session: Handle): void;
  C_GetAttributeValue(session: Handle, object: Handle, template: Attribute[]): { readonly value: Buffer }[];
  C_GenerateKeyPair(
    session: Handle,
    mechanism: { readonly mechanism: number },
    publicTemplate: Attribute[],
    privateTemplate: Attribute[],
  ): { readonly publicKey: Handle; readonly privateKey: Handle };
  C_DeriveKey(
    session: Handle,
    mechanism: {
      readonly mechanism: number;
      readonly parameter: { readonly type: number; readonly kdf: number; readonly publicData: Buffer };
    },
    key: Handle,
    template: Attribute[],
  ): Handle;
  C_SetAttributeValue(session: Handle, object: Handle, template: Attribute[]): void;
  C_DestroyObject(session: Handle, object: Handle): void;
}

/** Constants of the standard. */
type ConstantName =
  | 'CKA_CLASS'
  | 'CKA_DECRYPT'
  | 'CKA_DERIVE'
  | 'CKA_EC_PARAMS'
  | 'CKA_EC_POINT'
  | 'CKA_EXTRACTABLE'
  | 'CKA_ID'
  | 'CKA_KEY_TYPE'
  | 'CKA_LABEL'
  | 'CKA_PRIVATE'
  | 'CKA_SENSITIVE'
  | 'CKA_SIGN'
  | 'CKA_TOKEN'
  | 'CKA_UNWRAP'
  | 'CKA_VALUE'
  | 'CKA_VALUE_LEN'
  | 'CKD_NULL'
  | 'CKF_RW_SESSION'
  | 'CKF_SERIAL_SESSION'
  | 'CKK_GENERIC_SECRET'
  | 'CKM_ECDH1_DERIVE'
  | 'CKM_EC_KEY_PAIR_GEN'
  | 'CKO_PRIVATE_KEY'
  | 'CKO_SECRET_KEY'
  | 'CKU_USER'
  | 'CK_PARAMS_EC_DH';

/** The package: its class, and the constants by name. */
export type Pkcs11Package = Readonly<Record<ConstantName, number>> & { readonly PKCS11: new () => Cryptoki };

/** Loads the package. Throws an error that says what to install when it is not there. */
export function loadPkcs11Package(): Pkcs11Package {
  const require = createRequire(import.meta.url);
  try {
    return require('pkcs11js') as Pkcs11Package;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND')) throw error;
    throw new Error(
      'keys in a PKCS #11 token need the package pkcs11js, which is not installed: npm install pkcs11js@2',
      {
        cause: error,
      },
    );
  }
}
