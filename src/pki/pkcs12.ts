/**
 * PKCS#12 bundles (RFC 7292) for EC keys. node-forge writes bundles for RSA keys only, so the frame is put together
 * here from its ASN.1 parts; the key is encrypted by OpenSSL (PBES2, AES-256) and the password key derivation for the
 * MAC is node-forge's.
 */
import { createHash, createHmac, createPrivateKey, randomBytes } from 'node:crypto';
import forge from 'node-forge';
import { pemBlocks } from '../shared/pem.js';

const { asn1 } = forge;
const { Type } = asn1;

const OID = {
  data: '1.2.840.113549.1.7.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const;

/** Rounds of the MAC's key derivation: OpenSSL's default. */
const MAC_ITERATIONS = 2048;

/** RFC 7292 appendix B.3: purpose byte of a key for integrity. */
const MAC_KEY_PURPOSE = 3;

/** What goes into a bundle. */
export interface BundleContents {
  /** PKCS#8 PEM, unencrypted. */
  readonly keyPem: string;
  /** The key's certificate first, then the authorities above it, PEM. */
  readonly chainPem: string;
  readonly friendlyName: string;
  readonly password: string;
}

/** Packs key and certificates; the certificates, which are public, stay readable. Returns DER. */
export function makePkcs12(contents: BundleContents): Buffer {
  const certificates = pemBlocks(contents.chainPem, 'CERTIFICATE').map(({ der }) => der);
  const [own] = certificates;
  if (own === undefined) throw new TypeError('a PKCS#12 bundle needs a certificate');
  // Ties key and certificate together; SHA-1 is the usual identifier here, not a protection.
  const keyId = createHash('sha1').update(own).digest();
  const attributes = bagAttributes(contents.friendlyName, keyId);
  const encryptedKey = createPrivateKey(contents.keyPem).export({
    type: 'pkcs8',
    format: 'der',
    cipher: 'aes-256-cbc',
    passphrase: contents.password,
  });
  const keyBag = sequence(oid(OID.shroudedKeyBag), explicit(asn1.fromDer(encryptedKey.toString('binary'))), attributes);
  const certificateBags = certificates.map((der, position) =>
    sequence(
      oid(OID.certBag),
      explicit(sequence(oid(OID.x509Certificate), explicit(octets(der)))),
      ...(position === 0 ? [attributes] : []),
    ),
  );
  const safe = toDer(sequence(dataContent(toDer(sequence(...certificateBags))), dataContent(toDer(sequence(keyBag)))));
  return toDer(sequence(integer(3), dataContent(safe), macData(safe, contents.password)));
}

function macData(safe: Buffer, password: string): forge.asn1.Asn1 {
  const salt = randomBytes(16);
  const key = forge.pkcs12.generateKey(
    password,
    forge.util.createBuffer(salt.toString('binary')),
    MAC_KEY_PURPOSE,
    MAC_ITERATIONS,
    32,
    forge.md.sha256.create(),
  );
  const mac = createHmac('sha256', Buffer.from(key.getBytes(), 'binary')).update(safe).digest();
  const digestAlgorithm = sequence(oid(OID.sha256), asn1.create(asn1.Class.UNIVERSAL, Type.NULL, false, ''));
  return sequence(sequence(digestAlgorithm, octets(mac)), octets(salt), integer(MAC_ITERATIONS));
}

function bagAttributes(friendlyName: string, keyId: Buffer): forge.asn1.Asn1 {
  return set(
    sequence(oid(OID.friendlyName), set(asn1.create(asn1.Class.UNIVERSAL, Type.BMPSTRING, false, friendlyName))),
    sequence(oid(OID.localKeyId), set(octets(keyId))),
  );
}

function dataContent(content: Buffer): forge.asn1.Asn1 {
  return sequence(oid(OID.data), explicit(octets(content)));
}

function sequence(...items: forge.asn1.Asn1[]): forge.asn1.Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, Type.SEQUENCE, true, items);
}

function set(...items: forge.asn1.Asn1[]): forge.asn1.Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, Type.SET, true, items);
}

/** [0] EXPLICIT. */
function explicit(item: forge.asn1.Asn1): forge.asn1.Asn1 {
  return asn1.create(asn1.Class.CONTEXT_SPECIFIC, Type.NONE, true, [item]);
}

function octets(bytes: Buffer): forge.asn1.Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, Type.OCTETSTRING, false, bytes.toString('binary'));
}

function oid(value: string): forge.asn1.Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, Type.OID, false, asn1.oidToDer(value).getBytes());
}

function integer(value: number): forge.asn1.Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, Type.INTEGER, false, asn1.integerToDer(value).getBytes());
}

function toDer(value: forge.asn1.Asn1): Buffer {
  return Buffer.from(asn1.toDer(value).getBytes(), 'binary');
}
