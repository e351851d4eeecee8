import { expect } from 'chai';
import fc from 'fast-check';
import { keepUnchanged, parseRegistry, RegistryError } from '../../../src/gateway/identity/registry.js';
import { createRoot, issueServer, toPem } from '../../../src/pki/certificates.js';
import { systemClock } from '../../../src/shared/clock.js';

const COORDINATE = 'A'.repeat(43);
const key = (changes: object = {}) => ({
  kty: 'EC',
  crv: 'P-256',
  kid: 'k1',
  x: COORDINATE,
  y: COORDINATE,
  ...changes,
});

const police = (changes: object = {}) => ({
  code: 'XA-POLICE',
  uri: 'urn:ostiary:authority:xa:police',
  memberState: 'XA',
  displayName: 'Police of Xanadu',
  kinds: ['POL'],
  suspended: false,
  tokenIssuer: { issuer: 'https://idp.police.xa.example', keys: [key()] },
  ...changes,
});
const dpo = (changes: object = {}) => ({
  code: 'XA-DPO',
  uri: 'urn:ostiary:authority:xa:dpo',
  memberState: 'XA',
  displayName: 'DPO',
  kinds: ['DPO'],
  suspended: false,
  oversees: ['XA-POLICE'],
  ...changes,
});
const text = (...authorities: object[]) => JSON.stringify({ version: 1, authorities });

describe('the authority registry', () => {
  it('finds an authority by URI and by code', () => {
    const registry = parseRegistry(text(police(), dpo()));
    expect(registry.byUri.get('urn:ostiary:authority:xa:police')).to.deep.equal({ ...police(), oversees: [] });
    expect(registry.byCode.get('XA-DPO')).to.deep.equal({ ...dpo(), tokenIssuer: undefined });
    expect(registry.byUri.get('constructor')).to.equal(undefined);
  });

  it('lets a supervisory authority oversee its whole state, itself included, and no other', () => {
    const supervisor = dpo({ code: 'XA-SUPERVISOR', uri: 'urn:ostiary:authority:xa:supervisor', kinds: ['DPA'] });
    const foreign = police({
      code: 'XB-POLICE',
      uri: 'urn:ostiary:authority:xb:police',
      memberState: 'XB',
      tokenIssuer: undefined,
    });
    const registry = parseRegistry(
      text(police(), dpo(), foreign, { ...supervisor, oversees: [], overseesState: true }),
    );
    expect(registry.byCode.get('XA-SUPERVISOR')!.oversees).to.deep.equal(['XA-DPO', 'XA-POLICE', 'XA-SUPERVISOR']);
    expect(registry.byCode.get('XA-SUPERVISOR')).not.to.have.property('overseesState');
  });

  it('lets nobody else oversee a state', () => {
    expect(() => parseRegistry(text(police(), dpo({ overseesState: true })))).to.throw('authorities[1].overseesState');
  });

  it('may be empty', () => {
    expect(parseRegistry(text()).byCode.size).to.equal(0);
  });

  it('takes keys that are published, from an https address, with a private authority if there is one', async () => {
    const ca = await createRoot({ clock: systemClock, commonName: 'Private CA' });
    const published = { issuer: 'https://idp', jwksUri: 'https://idp/jwks.json' };
    for (const tokenIssuer of [published, { ...published, jwksCa: toPem(ca.certificate) }]) {
      expect(parseRegistry(text(police({ tokenIssuer }))).byCode.get('XA-POLICE')!.tokenIssuer).to.deep.equal(
        tokenIssuer,
      );
    }
    const { chainPem, keyPem } = await issueServer({ ca, commonName: 'x', dnsNames: ['localhost'], ipAddresses: [] });
    for (const jwksCa of ['', 'no certificate', keyPem, toPem(ca.certificate) + keyPem, chainPem]) {
      const tokenIssuer = { ...published, jwksCa };
      expect(() => parseRegistry(text(police({ tokenIssuer })))).to.throw('authorities[0].tokenIssuer.jwksCa: ');
    }
  });

  it('refuses one issuer, one address of keys and one key for two authorities', () => {
    const border = (tokenIssuer: object) =>
      police({ code: 'XB-BORDER', uri: 'urn:ostiary:authority:xb:border', memberState: 'XB', tokenIssuer });
    const other = { issuer: 'https://idp.border.xb.example', keys: [key({ x: 'B'.repeat(43) })] };
    expect(parseRegistry(text(police(), border(other))).byCode.size).to.equal(2);
    const issuer = police().tokenIssuer.issuer;
    expect(() => parseRegistry(text(police(), border({ ...other, issuer })))).to.throw(
      'authorities[1].tokenIssuer.issuer: must be of one authority alone',
    );
    expect(() => parseRegistry(text(police(), border({ ...other, keys: [key({ kid: 'k2' })] })))).to.throw(
      'authorities[1].tokenIssuer.keys[0].x: ',
    );
    const published = (name: string, jwksUri: string) => ({ issuer: `https://${name}`, jwksUri });
    const both = [
      police({ tokenIssuer: published('a', 'https://idp/jwks') }),
      border(published('b', 'https://IDP:443/jwks')),
    ];
    expect(() => parseRegistry(text(...both))).to.throw('authorities[1].tokenIssuer.jwksUri: ');
  });

  const withKey = (changes: object) => police({ tokenIssuer: { issuer: 'https://idp', keys: [key(changes)] } });
  const faults: [string, string, object[]][] = [
    ['a code in lower case', 'authorities[0].code', [police({ code: 'xa-police' })]],
    ['a code of the gateway itself', 'authorities[0].code', [police({ code: 'ZZ-GATEWAY', memberState: 'ZZ' })]],
    ['a foreign URN', 'authorities[0].uri', [police({ uri: 'spiffe://xa/police' })]],
    ['a URN in capitals', 'authorities[0].uri', [police({ uri: 'urn:ostiary:authority:XA:POLICE' })]],
    ['a URN of another state', 'authorities[0].uri', [police({ uri: 'urn:ostiary:authority:xb:police' })]],
    ['a state that is not the code’s', 'authorities[0].memberState', [police({ memberState: 'XB' })]],
    ['no kind', 'authorities[0].kinds', [police({ kinds: [] })]],
    ['a kind twice', 'authorities[0].kinds', [police({ kinds: ['POL', 'POL'] })]],
    ['a kind in lower case', 'authorities[0].kinds[0]', [police({ kinds: ['pol'] })]],
    ['suspension in words', 'authorities[0].suspended', [police({ suspended: 'no' })]],
    ['an unknown field', 'authorities[0]', [police({ trusted: true })]],
    ['a code twice', 'authorities[1].code', [police(), police({ uri: 'urn:ostiary:authority:xa:other' })]],
    ['a URI twice', 'authorities[1].uri', [police(), police({ code: 'XA-OTHER' })]],
    ['oversight of nobody registered', 'authorities[0].oversees[0]', [dpo()]],
    ['a private key', 'authorities[0].tokenIssuer.keys[0]', [withKey({ d: COORDINATE })]],
    ['a key of another curve', 'authorities[0].tokenIssuer.keys[0].crv', [withKey({ crv: 'P-384' })]],
    ['a symmetric key', 'authorities[0].tokenIssuer.keys[0].kty', [withKey({ kty: 'oct' })]],
    ['a key without identifier', 'authorities[0].tokenIssuer.keys[0].kid', [withKey({ kid: undefined })]],
    ['a key for encryption', 'authorities[0].tokenIssuer.keys[0].use', [withKey({ use: 'enc' })]],
    ['a coordinate cut short', 'authorities[0].tokenIssuer.keys[0].x', [withKey({ x: 'AAAA' })]],
    ['an issuer without keys', 'authorities[0].tokenIssuer', [police({ tokenIssuer: { issuer: 'https://idp' } })]],
    [
      'keys both registered and published',
      'authorities[0].tokenIssuer',
      [police({ tokenIssuer: { issuer: 'https://idp', keys: [key()], jwksUri: 'https://idp/jwks.json' } })],
    ],
    ...[
      'http://idp/jwks.json',
      'file:///etc/jwks.json',
      'https://user:secret@idp/',
      'https://idp/#keys',
      'idp',
      '',
    ].map((jwksUri): [string, string, object[]] => [
      `"${jwksUri}" as the place of keys`,
      'authorities[0].tokenIssuer.jwksUri',
      [police({ tokenIssuer: { issuer: 'https://idp', jwksUri } })],
    ]),
    [
      'one key identifier for two keys',
      'authorities[0].tokenIssuer.keys',
      [police({ tokenIssuer: { issuer: 'https://idp', keys: [key(), key()] } })],
    ],
  ];
  for (const [what, field, authorities] of faults) {
    it(`refuses ${what} and names ${field}`, () => {
      expect(() => parseRegistry(text(...authorities))).to.throw(RegistryError, `${field}: `);
    });
  }

  it('names all faults at once and quotes no value', () => {
    try {
      parseRegistry(text(police({ code: 'Jane Doe', kinds: ['John Doe'] })));
      expect.fail('must throw');
    } catch (error) {
      const { problems } = error as RegistryError;
      expect(problems.map((problem) => problem.split(':')[0])).to.include.members([
        'authorities[0].code',
        'authorities[0].kinds[0]',
      ]);
      expect(problems.join()).not.to.contain('Doe');
    }
  });

  it('throws nothing but RegistryError, whatever the file holds', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.jsonValue().map((value) => JSON.stringify({ version: 1, authorities: value })),
      fc.jsonValue().map((value) => text(police({ tokenIssuer: value }))),
    );
    fc.assert(
      fc.property(anything, (content) => {
        try {
          parseRegistry(content);
        } catch (error) {
          expect(error).to.be.instanceOf(RegistryError);
        }
      }),
    );
  });

  it('keeps the object of an authority that did not change, and only of that', () => {
    const before = parseRegistry(text(police(), dpo()));
    const after = keepUnchanged(before, parseRegistry(text(dpo(), police({ displayName: 'Renamed' }))));
    expect(after.byCode.get('XA-DPO')).to.equal(before.byCode.get('XA-DPO'));
    expect(after.byUri.get('urn:ostiary:authority:xa:dpo')).to.equal(before.byCode.get('XA-DPO'));
    expect(after.byCode.get('XA-POLICE')?.displayName).to.equal('Renamed');
  });
});
