import { expect } from 'chai';
import { createRoot, type CertificationAuthority } from '../../src/pki/certificates.js';
import { issueCrl } from '../../src/pki/revocation.js';
import { systemClock } from '../../src/shared/clock.js';
import { crlNumber } from '../../src/shared/crl-number.js';
import { pemBlocks } from '../../src/shared/pem.js';
import { Extension, X509Crl, X509CrlGenerator } from '../../src/shared/x509.js';

describe('the number of a revocation list', () => {
  let ca: CertificationAuthority;

  before(async () => {
    ca = await createRoot({ clock: systemClock, commonName: 'Test root' });
  });

  const derOf = async (number: number): Promise<string> => {
    const [block] = pemBlocks(await issueCrl({ ca, number, revoked: [] }), 'X509 CRL');
    return Buffer.from(new X509Crl(block!.der).getExtension('2.5.29.20')!.value).toString('hex');
  };

  // X.690 section 8.3: two's complement, as few octets as possible.
  const encodings: [number, string][] = [
    [0, '020100'],
    [127, '02017f'],
    [128, '02020080'],
    [256, '02020100'],
    [32768, '0203008000'],
    [0x7fffffff, '02047fffffff'],
  ];
  for (const [number, der] of encodings) {
    it(`${number} is ${der}`, async () => {
      expect(await derOf(number)).to.equal(der);
    });
  }

  it('is a whole number that fits', async () => {
    for (const number of [-1, 0.5, 2 ** 31]) {
      expect(await issueCrl({ ca, number, revoked: [] }).catch((error: unknown) => error)).to.be.instanceOf(RangeError);
    }
  });

  const foreign = async (der: string | undefined): Promise<X509Crl> =>
    X509CrlGenerator.create({
      issuer: ca.certificate.subjectName,
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
      signingKey: ca.signingKey,
      nextUpdate: new Date(Date.now() + 1000),
      extensions: der === undefined ? [] : [new Extension('2.5.29.20', false, Buffer.from(der, 'hex'))],
    });

  it('is read up to the 20 octets of RFC 5280 section 5.2.3, and is absent from some lists', async () => {
    expect(crlNumber(await foreign(`0214${'7f'.repeat(20)}`))).to.equal(BigInt(`0x${'7f'.repeat(20)}`));
    expect(crlNumber(await foreign('02020080'))).to.equal(128n);
    expect(crlNumber(await foreign(undefined))).to.equal(undefined);
  });

  for (const der of ['0201ff', '0200', '040101', '020201', `0215${'01'.repeat(21)}`]) {
    it(`is not ${der}`, async () => {
      const crl = await foreign(der);
      expect(() => crlNumber(crl)).to.throw('CRL number');
    });
  }
});
