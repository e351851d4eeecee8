import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ulid } from 'ulid';
import { findDifference, type RangeAnswer } from '../../src/audit/completeness/bisection.js';
import { itemOf, itemSet, rootOf } from '../../src/audit/completeness/items.js';
import { createPairKey, loadPairKey } from '../../src/audit/completeness/pair-key.js';
import { openStatement, signStatement, type Statement } from '../../src/audit/completeness/statement.js';
import { openAuditLog } from '../../src/audit/log/audit-log.js';
import { loadLogSigner } from '../../src/audit/log/log-key.js';
import { generateKeyPair, parseSignerKey, parseVerifierKey } from '../../src/audit/note/key.js';
import { openKeyWrapper } from '../../src/audit/vault/file-keys.js';
import type { GrpcClient } from '../../src/client/grpc-client.js';
import { dataLayout } from '../../src/gateway/config.js';
import {
  CompletenessServiceService,
  ExchangeCommitmentRequest,
  ExchangeItemsRequest,
} from '../../src/gen/ostiary/audit/v1/completeness.js';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { intent } from '../audit/log-fixture.js';
import { runCommand } from '../cli/run-command.js';
import { type GatewayStack, startGatewayStack } from '../helpers/gateway-stack.js';
import { refusalOf } from '../helpers/receipts.js';

const PAIR = { asker: 'XA-POLICE', answerer: 'SIS' };
const DAY = '2026-10-05';
const NOON = Date.UTC(2026, 9, 5, 12);

/** An authority that keeps its own list of requests, and a gateway whose log lacks one of them and has one more. */
describe('comparing accesses with a gateway', function () {
  this.timeout(120_000);
  let folder: string;
  let stack: GatewayStack;
  let police: GrpcClient;
  const keys = generateKeyPair('police.xa.example/requests');
  const signer = parseSignerKey(keys.signerKey);
  const stranger = parseSignerKey(generateKeyPair('police.xa.example/requests').signerKey);
  /** Requests of the authority. */
  const requests = Array.from({ length: 300 }, (_, n) => ulid(NOON + n));
  const forged = ulid(NOON + 1_000);
  let items: readonly string[];
  let key: Uint8Array;
  const at = (name: string): string => join(folder, name);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ostiary-pairs-'));
    await createPairKey(at('pair.key'), PAIR);
    key = await loadPairKey(at('pair.key'), PAIR);
    items = itemSet(requests.map((request) => itemOf(key, PAIR, DAY, request)));
    await writeFile(at('police.vkey'), signer.verifierKey);
    await writeFile(
      at('pairs.json'),
      JSON.stringify({
        version: 1,
        pairs: [{ pair: 'XA-POLICE:SIS', side: 'answering', keyFile: 'pair.key', vkeyFile: 'police.vkey' }],
      }),
    );
    stack = await startGatewayStack({ OSTIARY_COMPLETENESS_PAIRS: at('pairs.json') });
    police = await stack.grpc('XA-POLICE');
    await writeDay();
  });

  after(async () => {
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** That day in the gateway's log, as another process of the gateway wrote it: all requests but the first, and one more. */
  async function writeDay(): Promise<void> {
    const paths = dataLayout(stack.config.dataDirectory);
    const log = await openAuditLog({
      sql: connectDatabase(stack.databaseUrl, { applicationName: 'test-log', max: 2, role: 'ostiary_gateway' }),
      origin: stack.config.logOrigin,
      signer: await loadLogSigner(join(paths.keys, 'log.skey')),
      keys: await openKeyWrapper(paths.vault),
      clock: { now: () => NOON },
      limits: { orphanSearchMs: 0 },
    });
    await Promise.all([...requests.slice(1), forged].map((requestId) => log.append(intent({ requestId }))));
    await log.close();
  }

  const statement = (changes: Partial<Statement> = {}): Statement => ({
    origin: signer.name,
    pair: PAIR,
    side: 'asking',
    day: DAY,
    treeSize: 0,
    count: items.length,
    root: rootOf(items),
    ...changes,
  });

  const exchange = (note: string) =>
    police.call(
      CompletenessServiceService.exchangeCommitment,
      ExchangeCommitmentRequest.fromPartial({ commitment: Buffer.from(note) }),
    );

  it('gives a signed statement about the same day, and names what differs by ranges', async () => {
    const note = signStatement(statement(), signer);
    const outcome = await exchange(note);
    if (outcome.kind === 'refusal') throw new Error(outcome.refusal.message);
    const theirs = openStatement(outcome.response.commitment, parseVerifierKey(stack.gateway.verifierKey));
    expect(theirs).to.deep.include({ pair: PAIR, side: 'answering', day: DAY, count: 300 });

    const { onlyOurs, onlyTheirs, rounds } = await findDifference(items, theirs, {
      async answer(questions) {
        const ranges = questions.map(({ prefix, count, root }) => ({
          prefix,
          count: BigInt(count),
          root: Buffer.from(root, 'hex'),
        }));
        const answered = await police.call(
          CompletenessServiceService.exchangeItems,
          ExchangeItemsRequest.fromPartial({ commitment: Buffer.from(note), ranges }),
        );
        if (answered.kind === 'refusal') throw new Error(answered.refusal.message);
        return answered.response.answers.map((answer): RangeAnswer => {
          if (answer.equal) return { kind: 'equal' };
          const parts = answer.parts.map(({ count, root }) => ({ count: Number(count), root: root.toString('hex') }));
          if (parts.length > 0) return { kind: 'parts', parts };
          return { kind: 'items', items: answer.items.map((item) => item.toString('hex')) };
        });
      },
    });
    expect(onlyOurs).to.deep.equal([itemOf(key, PAIR, DAY, requests[0]!)]);
    expect(onlyTheirs).to.deep.equal([itemOf(key, PAIR, DAY, forged)]);
    expect(rounds).to.be.at.most(4);
  });

  for (const [what, note] of Object.entries<() => string>({
    'a stranger with the same name': () => signStatement(statement(), stranger),
    'the same side': () => signStatement(statement({ side: 'answering' }), signer),
    'another pair': () => signStatement(statement({ pair: { ...PAIR, answerer: 'PRUM' } }), signer),
    nobody: () => 'no note at all',
  })) {
    it(`tells nothing to ${what}`, async () => {
      expect(refusalOf(await exchange(note())).reason).to.equal('NOT_FOUND');
    });
  }

  it('answers no ranges that overlap, however small the message', async () => {
    const range = { prefix: '', count: 0n, root: Buffer.alloc(32) };
    const outcome = await police.call(
      CompletenessServiceService.exchangeItems,
      ExchangeItemsRequest.fromPartial({
        commitment: Buffer.from(signStatement(statement(), signer)),
        ranges: [range, { ...range, prefix: 'a' }],
      }),
    );
    const { reason, violations } = refusalOf(outcome);
    expect([reason, violations.map(({ field }) => field)]).to.deep.equal(['REQUEST_INVALID', ['ranges']]);
  });

  it('states no day that is not over', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const refusal = refusalOf(await exchange(signStatement(statement({ day: today }), signer)));
    expect(refusal.reason).to.equal('REQUEST_INVALID');
    expect(refusal.violations.map(({ field }) => field)).to.deep.equal(['commitment']);
  });

  it('is one command', async () => {
    await writeFile(at('requests.txt'), requests.join('\n'));
    await writeFile(at('police.skey'), keys.signerKey, { mode: 0o600 });
    await writeFile(at('log.vkey'), stack.gateway.verifierKey);
    const { code, output } = await runCommand([
      ...['audit', 'completeness', 'exchange', '--pair', 'XA-POLICE:SIS', '--day', DAY, '--key', at('pair.key')],
      ...['--requests', at('requests.txt'), '--skey', at('police.skey'), '--their-vkey', at('log.vkey')],
      ...['--as', 'XA-POLICE', '--address', stack.address, '--pki', stack.pkiDirectory],
    ]);
    expect(code, output).to.equal(1);
    expect(output).to.include('300 accesses here, 300 on the other side');
    expect(output).to.include(`only here: ${itemOf(key, PAIR, DAY, requests[0]!)}  entry 1,`);
    expect(output).to.include(`only there: ${itemOf(key, PAIR, DAY, forged)}`);
  });
});
