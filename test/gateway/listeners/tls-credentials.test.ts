import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { readCredentials } from '../../../src/gateway/listeners/tls/credentials.js';
import { createIntermediate, createRoot, issueServer, toPem } from '../../../src/pki/certificates.js';
import { issueCrl } from '../../../src/pki/revocation.js';
import { systemClock } from '../../../src/shared/clock.js';
import { createTestPki, type TestPki } from '../../helpers/test-pki.js';

const HOUR_MS = 60 * 60 * 1000;

describe('credentials of the TLS door', () => {
  let pki: TestPki;

  beforeEach(async () => {
    pki = await createTestPki();
  });

  afterEach(() => pki.remove());

  const problem = async (): Promise<string> =>
    readCredentials(pki.directory, 'TLSv1.3', Date.now()).then(
      () => 'none',
      (error: unknown) => (error as Error).message,
    );

  it('are good as the test PKI makes them', async () => {
    expect(await problem()).to.equal('none');
  });

  const faults: [string, RegExp, () => Promise<void>][] = [
    ['no authority', /^ca\.pem: holds no certificate$/, () => pki.write('ca.pem', '')],
    [
      'an end-entity certificate among the authorities',
      /^ca\.pem: certificate 2: is not of a certification authority$/,
      async () => pki.write('ca.pem', toPem(pki.root.certificate) + (await pki.server()).certificatePem),
    ],
    [
      'an intermediate without its root',
      /^ca\.pem: certificate 1: UNTRUSTED_ISSUER$/,
      async () => {
        await pki.write('ca.pem', toPem(pki.intermediate.certificate));
        await pki.write('crl.pem', await issueCrl({ ca: pki.intermediate, number: 1, revoked: [] }));
      },
    ],
    [
      'an authority that has expired',
      /^ca\.pem: certificate 3: has expired$/,
      async () => {
        const old = await createRoot({
          clock: systemClock,
          commonName: 'Old',
          notAfter: new Date(Date.now() - HOUR_MS),
        });
        await pki.write('ca.pem', (await readFile(join(pki.directory, 'ca.pem'), 'utf8')) + toPem(old.certificate));
      },
    ],
    [
      'a revoked intermediate',
      /^ca\.pem: certificate 2: REVOKED$/,
      async () => {
        const revoked = [{ serial: pki.intermediate.certificate.serialNumber, revokedAt: new Date() }];
        const lists = [
          await issueCrl({ ca: pki.root, number: 2, revoked }),
          await issueCrl({ ca: pki.intermediate, number: 1, revoked: [] }),
        ];
        await pki.write('crl.pem', lists.join(''));
      },
    ],
    [
      'a list of the root only',
      /^crl\.pem: holds no list signed by ca\.pem: certificate 2$/,
      async () => pki.write('crl.pem', await issueCrl({ ca: pki.root, number: 1, revoked: [] })),
    ],
    [
      'a list under the right name by the wrong key',
      /^crl\.pem: holds no list signed by ca\.pem: certificate 2$/,
      async () => {
        const impostor = await createIntermediate(pki.root, { commonName: 'Test intermediate' });
        const lists = [
          await issueCrl({ ca: pki.root, number: 1, revoked: [] }),
          await issueCrl({ ca: impostor, number: 9, revoked: [] }),
        ];
        await pki.write('crl.pem', lists.join(''));
      },
    ],
    [
      'a list of an authority that is not trusted',
      /^crl\.pem: holds a list that no certificate in ca\.pem signed$/,
      async () => {
        const foreign = await createRoot({ clock: systemClock, commonName: 'Foreign' });
        await pki.write('crl.pem', (await pki.lists(1)) + (await issueCrl({ ca: foreign, number: 1, revoked: [] })));
      },
    ],
    [
      'a list that has run out',
      /^crl\.pem: a list has run out/,
      async () => pki.write('crl.pem', await pki.lists(1, [], new Date(Date.now() - 1000))),
    ],
    [
      'a list from the future',
      /^crl\.pem: a list is from the future/,
      async () => {
        const thisUpdate = new Date(Date.now() + HOUR_MS);
        const lists = [
          await issueCrl({ ca: pki.root, number: 1, revoked: [], thisUpdate }),
          await issueCrl({ ca: pki.intermediate, number: 1, revoked: [] }),
        ];
        await pki.write('crl.pem', lists.join(''));
      },
    ],
    ['no server certificate', /^server\.pem: holds no certificate$/, () => pki.write('server.pem', '')],
    ['no key', /^server\.key: holds no unencrypted private key in PEM$/, () => pki.write('server.key', 'secret')],
    [
      'a key of another certificate',
      /^server\.key: does not belong to server\.pem$/,
      async () => pki.write('server.key', (await pki.server()).keyPem),
    ],
    [
      'a server certificate that has expired',
      /^server\.pem: certificate 1: has expired$/,
      async () => {
        const old = await pki.server(new Date(Date.now() - 1000));
        await pki.write('server.pem', old.chainPem);
        await pki.write('server.key', old.keyPem);
      },
    ],
    [
      'a chain that does not hold together',
      /^server\.pem: certificate 1: was not issued by the next certificate$/,
      async () => {
        const foreign = await createRoot({ clock: systemClock, commonName: 'Foreign' });
        const own = await issueServer({
          ca: pki.intermediate,
          commonName: 'x',
          dnsNames: ['localhost'],
          ipAddresses: [],
        });
        await pki.write('server.pem', own.certificatePem + toPem(foreign.certificate));
        await pki.write('server.key', own.keyPem);
      },
    ],
    [
      'a registry with a fault',
      /^authority registry: version: /,
      () => pki.write('authorities.json', '{"version":2,"authorities":[]}'),
    ],
    [
      'a registry that is no JSON',
      /^authority registry: not well-formed JSON$/,
      () => pki.write('authorities.json', '{'),
    ],
  ];
  for (const [what, expected, spoil] of faults) {
    it(`are refused with ${what}`, async () => {
      await spoil();
      expect(await problem()).to.match(expected);
    });
  }

  it('name the file that is missing', async () => {
    const empty = await readCredentials(join(pki.directory, 'nowhere'), 'TLSv1.3', Date.now()).catch((e: unknown) => e);
    expect((empty as Error).message).to.match(/ENOENT/);
  });

  it('take the highest-numbered of several lists of one authority', async () => {
    const serial = 'ab12';
    await pki.write('crl.pem', (await pki.lists(2, [serial])) + (await pki.lists(1)));
    const { trust } = await readCredentials(pki.directory, 'TLSv1.3', Date.now());
    expect(trust.authorities.map(({ list }) => list.number)).to.deep.equal([2n, 2n]);
    expect(trust.authorities[1]!.list.revoked.has(0xab12n)).to.equal(true);
  });
});
