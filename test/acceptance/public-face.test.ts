import { expect } from 'chai';
import { httpLog } from '../../src/audit/public/http-log.js';
import { verifyPublicLog } from '../../src/audit/verify/verify-public.js';
import { SisServiceService } from '../../src/gen/ostiary/sis/v1/sis.js';
import { TEST_PERSONS } from '../../src/world/test-persons.js';
import { type GatewayStack, startGatewayStack } from '../helpers/gateway-stack.js';
import { personSearch } from '../helpers/questions.js';
import { answerOf } from '../helpers/receipts.js';

describe('the public face of a gateway', () => {
  let stack: GatewayStack;
  before(async function () {
    this.timeout(60_000);
    stack = await startGatewayStack();
  });
  after(() => stack.stop());

  it('shows every answered call to whoever has the verifier key, and grows with the log', async () => {
    const { tilesPort, verifierKey } = stack.gateway;
    const prefix = `http://127.0.0.1:${tilesPort}/`;
    const police = await stack.grpc('XA-POLICE');
    const token = await (await stack.identity('XA-POLICE')).mintToken({ officer: 'officer-17' });
    const ask = async () =>
      answerOf(await police.call(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted), { token }))
        .receipt;

    const { leafIndex } = await ask();
    const first = await verifyPublicLog({ log: httpLog(prefix), vkey: verifierKey });
    expect(first.ok, first.message).to.equal(true);
    if (!first.ok) return;
    expect(first.size).to.be.greaterThan(leafIndex);

    await ask();
    const kept = [first.checkpoint];
    const second = await verifyPublicLog({ log: httpLog(prefix), vkey: verifierKey, kept, incremental: true });
    expect(second).to.include({ ok: true, from: first.size });
    expect(second.ok && second.size).to.be.greaterThan(first.size);
  });

  it('shows no personal data, and nothing but the log', async () => {
    const prefix = `http://127.0.0.1:${stack.gateway.tilesPort}/`;
    const checkpoint = await (await fetch(`${prefix}checkpoint`)).text();
    const size = checkpoint.split('\n')[1];
    const bundle = await (await fetch(`${prefix}tile/entries/000.p/${size}`)).text();
    expect(bundle).to.match(/"o":"XA-POLICE"/);
    expect(bundle).not.to.match(/officer-17|Müller|Beispiel/i);
    for (const path of ['metrics', 'readyz', 'v1/audit/checkpoint', 'openapi.json']) {
      expect((await fetch(prefix + path)).status).to.equal(404);
    }
  });

  it('can be switched off', async function () {
    this.timeout(60_000);
    const silent = await startGatewayStack({ OSTIARY_TILES_PORT: 'off' });
    try {
      expect(silent.gateway.tilesPort).to.equal(undefined);
    } finally {
      await silent.stop();
    }
  });
});
