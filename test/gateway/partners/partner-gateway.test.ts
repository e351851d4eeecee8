import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { PartnerFault } from '../../../src/gateway/partners/partner-fault.js';
import type { PartnerSettings } from '../../../src/gateway/partners/partner-file.js';
import { OfficerTokens } from '../../../src/gateway/partners/officer-tokens.js';
import { PartnerConnection } from '../../../src/gateway/partners/partner-connection.js';
import { createPartnerGateway } from '../../../src/gateway/partners/partner-gateway.js';
import { PrumDnaServiceService, SearchDnaOnceRequest } from '../../../src/gen/ostiary/prum/v1/dna.js';
import { systemClock } from '../../../src/shared/clock.js';
import { Ender } from '../../../src/shared/ending.js';
import { keptAsShipped, recordingLog } from '../../helpers/recording-log.js';
import { createTestPki, type TestPki } from '../../helpers/test-pki.js';

describe('the gateway of another state, asked', () => {
  let pki: TestPki;
  let settings: PartnerSettings;
  before(async () => {
    pki = await createTestPki();
    const client = await pki.client('XA-NCP');
    const at = (name: string): string => join(pki.directory, name);
    await writeFile(at('client.pem'), client.chainPem);
    await writeFile(at('client.key'), client.keyPem, { mode: 0o600 });
    settings = {
      memberState: 'XB',
      // Nobody listens there, and nobody is to be spoken to.
      address: '127.0.0.1:1',
      askAs: 'XA-NCP',
      certificateFile: at('client.pem'),
      keyFile: at('client.key'),
      caFile: at('ca.pem'),
      vkey: '',
      origin: 'xb.example/log',
      token: { issuer: 'https://gateway.xa.example', audience: 'urn:xb', keyFile: at('token.jwk') },
    };
  });
  after(() => pki.remove());

  /** Asks often enough to open a circuit; what became of each question, and of the log. */
  async function askOften(): Promise<{ reasons: readonly string[]; isOpen: boolean; logged: readonly unknown[] }> {
    const log = recordingLog();
    const connection = new PartnerConnection(settings, systemClock);
    const tokens = new OfficerTokens(settings.token, systemClock);
    const common = { ownState: 'XA', system: 'PRUM_DNA', log: keptAsShipped(log), clock: systemClock };
    const gateway = createPartnerGateway({ ...common, settings, connection, tokens });
    const reasons: string[] = [];
    for (let time = 0; time < 8; time += 1) {
      const asking = gateway.ask({
        method: PrumDnaServiceService.searchDnaOnce,
        request: SearchDnaOnceRequest.create(),
        requestId: '01HZZZZZZZZZZZZZZZZZZZZZZZ',
        officer: '2026q4-0123',
        untilMs: systemClock.now() + 5_000,
        ending: new Ender(),
        read: () => ({ status: 'NO_HIT', reply: { replyNumber: '1', repliedAtMs: 1 } }),
      });
      reasons.push(
        await asking.then(
          () => 'answered',
          (error: unknown) => (error as PartnerFault).reason,
        ),
      );
    }
    const { isOpen } = gateway;
    await gateway.close();
    connection.close();
    return { reasons: [...new Set(reasons)], isOpen, logged: log.drafts.map(({ outcome }) => outcome) };
  }

  it('is not to blame for a token key that is missing here', async () => {
    const { reasons, isOpen, logged } = await askOften();
    expect([reasons, isOpen]).to.deep.equal([['OWN_CREDENTIALS'], false]);
    expect(logged).to.have.length(16);
  });

  it('is not to blame for a certificate that is missing here, and then nothing is logged as asked', async () => {
    await rm(settings.certificateFile);
    expect(await askOften()).to.deep.equal({ reasons: ['OWN_CREDENTIALS'], isOpen: false, logged: [] });
  });
});
