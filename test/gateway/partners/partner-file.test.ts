import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { generateLogKey } from '../../../src/audit/log/log-key.js';
import { loadPartnerFile } from '../../../src/gateway/partners/partner-file.js';

describe('the file of Prüm partners', () => {
  let folder: string;
  const { verifierKey } = generateLogKey('xb.example/audit');
  const partner = {
    memberState: 'XB',
    address: 'gateway.xb.example:8443',
    askAs: 'XA-NCP',
    certificateFile: 'xb/client.pem',
    keyFile: 'xb/client.key',
    caFile: '/etc/xb/ca.pem',
    vkeyFile: 'xb.vkey',
    token: { issuer: 'https://gateway.xa.example', audience: 'urn:xb', keyFile: 'xb/token.jwk' },
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ostiary-partners-'));
    await writeFile(join(folder, 'xb.vkey'), verifierKey);
  });
  after(() => rm(folder, { recursive: true }));

  async function load(content: unknown) {
    const path = join(folder, 'partners.json');
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return loadPartnerFile(path);
  }
  const problem = (content: unknown): Promise<string> =>
    load(content).then(
      () => 'read',
      (error: unknown) => (error as Error).message,
    );
  const file = (...partners: object[]) => ({ version: 1, memberState: 'XA', partners });

  it('says whose gateway this is and how others are asked, with paths relative to it', async () => {
    expect(await load(file(partner))).to.deep.equal({
      memberState: 'XA',
      partners: [
        {
          memberState: 'XB',
          address: 'gateway.xb.example:8443',
          askAs: 'XA-NCP',
          certificateFile: join(folder, 'xb/client.pem'),
          keyFile: join(folder, 'xb/client.key'),
          caFile: '/etc/xb/ca.pem',
          vkey: verifierKey,
          origin: 'xb.example/audit',
          token: { issuer: 'https://gateway.xa.example', audience: 'urn:xb', keyFile: join(folder, 'xb/token.jwk') },
        },
      ],
    });
  });

  it('may name nobody: then the gateway only answers', async () => {
    expect(await load(file())).to.deep.equal({ memberState: 'XA', partners: [] });
  });

  const faults: [what: string, content: unknown, fault: string][] = [
    ['another state', file({ ...partner, memberState: 'XBB' }), 'partners.0.memberState: must be two capital letters'],
    ['its own state', file({ ...partner, memberState: 'XA' }), 'partners.0.memberState: must be unique'],
    ['a state twice', file(partner, { ...partner, askAs: 'XA-NCP-2' }), 'partners.1.memberState: must be unique'],
    // The accesses of two partners could not be told apart in the log.
    ['a code twice', file(partner, { ...partner, memberState: 'XC' }), 'partners.1.askAs: must be unique'],
    ['somebody else’s code', file({ ...partner, askAs: 'XB-NCP' }), 'partners.0.askAs: must be of XA'],
    ['no port', file({ ...partner, address: 'gateway.xb.example' }), 'partners.0.address: must be host:port'],
    ['a field of its own', file({ ...partner, password: 'secret' }), 'Unrecognized key'],
    ['no JSON', '{"memberState": "secret', 'Prüm partners: not well-formed JSON'],
  ];
  for (const [what, content, fault] of faults) {
    it(`is not taken with ${what}`, async () => {
      expect(await problem(content))
        .to.include(fault)
        .and.not.include('secret');
    });
  }
});
