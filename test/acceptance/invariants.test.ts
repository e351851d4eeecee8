/** The invariants of the design, each with a test that tries to break it. Numbers and names are the design's. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { openAuditLog } from '../../src/audit/log/audit-log.js';
import { verifyConsistency } from '../../src/audit/merkle/verify.js';
import { computable, type ComputableCheckpoint, openCheckpoint } from '../../src/audit/note/checkpoint.js';
import { parseVerifierKey } from '../../src/audit/note/key.js';
import { ensureLogKey } from '../../src/audit/log/log-key.js';
import { openKeyWrapper } from '../../src/audit/vault/file-keys.js';
import { parseReceiptJson } from '../../src/audit/receipt/receipt-file.js';
import type { ReceiptFile } from '../../src/audit/receipt/receipt.js';
import { verifyLog } from '../../src/audit/verify/verify-log.js';
import { createGrpcClient, type GrpcClient } from '../../src/client/grpc-client.js';
import type { RestClient } from '../../src/client/rest-client.js';
import { dataLayout, readConfig } from '../../src/gateway/config.js';
import type { Problem } from '../../src/gateway/errors/problem.js';
import { AuditServiceService } from '../../src/gen/ostiary/audit/v1/audit.js';
import { SearchPersonsRequest, SisServiceService } from '../../src/gen/ostiary/sis/v1/sis.js';
import { DEVELOPMENT_AUTHORITIES, tokenIssuerOf } from '../../src/pki/development-authorities.js';
import { type DevelopmentClient, readDevelopmentClient } from '../../src/pki/development-client.js';
import { systemClock } from '../../src/shared/clock.js';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { projectRoot } from '../../src/shared/project-root.js';
import { TEST_PERSONS } from '../../src/world/test-persons.js';
import { eventually } from '../helpers/eventually.js';
import { type GatewayStack, startGatewayStack } from '../helpers/gateway-stack.js';
import { killGateways, runGateway } from '../helpers/gateway-process.js';
import { prepareGround } from '../helpers/ground.js';
import { type Logbook, openLogbook } from '../helpers/logbook.js';
import { policeAccess } from '../helpers/peers.js';
import { personSearch } from '../helpers/questions.js';
import { answerOf, expectVerified, refusalOf, toReceiptFile } from '../helpers/receipts.js';

const SEARCH = '/v1/sis/persons:search';
const run = promisify(execFile);

describe('the invariants', () => {
  let stack: GatewayStack;
  let logbook: Logbook;
  let police: DevelopmentClient;
  let grpc: GrpcClient;
  let rest: RestClient;
  let token: string;
  /** Every receipt that anybody was given. */
  const receipts: ReceiptFile[] = [];

  before(async function () {
    this.timeout(60_000);
    stack = await startGatewayStack();
    logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
    police = await stack.identity('XA-POLICE');
    grpc = await stack.grpc('XA-POLICE');
    rest = await stack.rest('XA-POLICE');
    token = await police.mintToken({ officer: 'officer-17' });
  });
  after(async () => {
    await killGateways();
    await logbook.close();
    await stack.stop();
  });

  const openNote = (note: string): ComputableCheckpoint =>
    computable(openCheckpoint(note, parseVerifierKey(stack.gateway.verifierKey)));
  const json = JSON.stringify(SearchPersonsRequest.toJSON(personSearch(TEST_PERSONS.wanted)));

  async function askGrpc(deadlineMs?: number): Promise<ReceiptFile> {
    const options = deadlineMs === undefined ? { token } : { token, deadlineMs };
    const outcome = await grpc.call(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted), options);
    const { receipt } = answerOf(outcome);
    receipts.push(receipt);
    return receipt;
  }

  async function askRest(): Promise<ReceiptFile> {
    const answer = await rest.call('POST', SEARCH, { token, body: json });
    const receipt = parseReceiptJson(answer.text);
    receipts.push(receipt);
    return receipt;
  }

  /** Runs while every question waits in the system, since somebody holds the alerts. */
  async function whileSystemWaits<T>(body: () => Promise<T>): Promise<T> {
    return (await logbook.sql.begin(async (tx) => {
      await tx`LOCK TABLE sis.alert, sis.person_key, sis.object_key IN ACCESS EXCLUSIVE MODE`;
      return body();
    })) as T;
  }

  describe('1. No response byte with data leaves before its outcome entry is durable and in a signed checkpoint', () => {
    it('holds for many callers at once, as another connection sees it when the answer arrives', async () => {
      const witness = connectDatabase(stack.databaseUrl, { applicationName: 'witness', max: 8 });
      try {
        const caller = async (ask: () => Promise<ReceiptFile>): Promise<void> => {
          for (let calls = 0; calls < 8; calls += 1) {
            const { leafIndex, leafHash } = await ask();
            const [seen] = await witness<{ leaf: Buffer; kind: string; size: string; note: string }[]>`
              SELECT e.leaf, e.kind, c.size, c.note FROM audit.log_entry e, audit.log_checkpoint c
               WHERE e.idx = ${leafIndex} AND c.size > ${leafIndex} ORDER BY c.size LIMIT 1`;
            expect(seen?.leaf).to.deep.equal(leafHash);
            expect(seen?.kind).to.equal('outcome');
            expect(openNote(seen!.note).size).to.equal(Number(seen!.size));
          }
        };
        await Promise.all(
          Array.from({ length: 32 }, (_, index) => caller(index % 4 === 0 ? askRest : () => askGrpc())),
        );
      } finally {
        await witness.end();
      }
    });

    it('holds when the outcome cannot be written: the answer is there, and nobody gets it', async () => {
      const since = await logbook.size();
      let answers: Promise<unknown>[] = [];
      let release: () => void = () => undefined;
      let holding: Promise<unknown> = Promise.resolve();
      await whileSystemWaits(async () => {
        answers = [
          ...Array.from({ length: 4 }, () => askGrpc(1_500).then(() => 'answered', String)),
          ...Array.from({ length: 4 }, () => restWithin(1_500).then(({ text }) => text)),
        ];
        await eventually(async () => expect(await logbook.size()).to.equal(since + 8));
        const frontier = connectDatabase(stack.databaseUrl, { applicationName: 'holder', max: 1 });
        await new Promise<void>((held) => {
          holding = frontier
            .begin(async (tx) => {
              await tx`SELECT FROM audit.log_frontier FOR UPDATE`;
              held();
              await new Promise<void>((resolve) => (release = resolve));
            })
            .finally(() => frontier.end());
        });
      });
      for (const said of await Promise.all(answers)) {
        expect(said)
          .to.match(/AUDIT_UNAVAILABLE|DEADLINE_EXCEEDED/)
          .and.not.include('SIM-');
      }
      release();
      await holding;
      await eventually(async () => expect(await logbook.size()).to.equal(since + 16));
    });
  });

  describe('2. Every call that reached step 4 has an intent, and every intent an outcome or an orphan', () => {
    it('holds for calls that were answered, denied, late and given up', async () => {
      const since = await logbook.size();
      const answered = Promise.all([askGrpc(), askRest(), askGrpc()]);
      await answered;
      const denied = await grpc.call(
        SisServiceService.searchPersons,
        personSearch(TEST_PERSONS.wanted, { access: policeAccess({ legalBasisId: 'SIS62-45-1' }) }),
        { token },
      );
      receipts.push(toReceiptFile(refusalOf(denied).receipt));
      await whileSystemWaits(async () => {
        const late = restWithin(1_500);
        await eventually(async () => expect(await logbook.size()).to.equal(since + 8));
        await abandonedRest(since + 8);
        const impatient = grpc
          .call(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted), { token, deadlineMs: 300 })
          .catch(String);
        const told = (JSON.parse((await late).text) as Problem).code;
        // On a slow machine the reserve may be over before the outcome is durable; the log still says what happened.
        expect(told).to.be.oneOf(['SYSTEM_TIMED_OUT', 'AUDIT_UNAVAILABLE']);
        await impatient;
      });

      await eventually(async () => {
        const entries = await logbook.entries(since);
        const intents = entries.filter(({ leaf }) => leaf.kind === 'intent');
        expect(intents).to.have.lengthOf(6);
        for (const intent of intents) {
          const closing = entries.filter(({ leaf }) => leaf.intentIndex === intent.index);
          expect(closing.map(({ leaf }) => leaf.kind)).to.deep.equal(['outcome']);
          expect(closing[0]?.leaf.requestId).to.equal(intent.leaf.requestId);
          expect(closing[0]?.index).to.be.greaterThan(intent.index);
        }
        const statuses = entries
          .filter(({ leaf }) => leaf.kind === 'outcome')
          .map(({ sections }) => sections.result?.status as string);
        expect(statuses.filter((status) => status === 'HIT')).to.have.lengthOf(3);
        const failed = statuses.filter((status) => status !== 'HIT');
        expect(failed).to.have.lengthOf(3).and.to.include.members(['CANCELLED', 'SYSTEM_TIMED_OUT']);
        expect(failed.every((status) => ['CANCELLED', 'SYSTEM_TIMED_OUT'].includes(status))).to.equal(true);
        expect(entries.filter(({ leaf }) => leaf.kind === 'access-denied')).to.have.lengthOf(1);
      });
    });

    it('holds after a crash: the next process closes what the last one left open', async () => {
      const ground = await prepareGround();
      const environment: Readonly<Record<string, string>> = {
        ...ground.environment,
        OSTIARY_DATABASE_URL: ground.databaseUrl,
      };
      const { keys, vault } = dataLayout(environment.OSTIARY_DATA_DIR!);
      const origin = readConfig(ground.environment).logOrigin;
      const gateway = await runGateway('serve', environment);
      const identity = await readDevelopmentClient(ground.pkiDirectory, 'XA-POLICE', systemClock);
      const own = { token: await identity.mintToken({ officer: 'officer-17' }) };
      const client = createGrpcClient(`localhost:${gateway.port}`, identity);
      const book = await openLogbook(ground.databaseUrl, vault);
      const question = personSearch(TEST_PERSONS.wanted);
      answerOf(await client.call(SisServiceService.searchPersons, question, own));
      await book.sql.begin(async (tx) => {
        await tx`LOCK TABLE sis.alert, sis.person_key, sis.object_key IN ACCESS EXCLUSIVE MODE`;
        const calls = Array.from({ length: 5 }, () =>
          client.call(SisServiceService.searchPersons, question, own).catch(String),
        );
        await eventually(async () => expect(await book.size()).to.equal(7));
        await gateway.end('SIGKILL');
        expect((await Promise.all(calls)).every((outcome) => typeof outcome === 'string')).to.equal(true);
      });
      client.close();

      const signer = await ensureLogKey(keys, origin);
      const sql = connectDatabase(ground.databaseUrl, { applicationName: 'next', max: 2, role: 'ostiary_gateway' });
      const log = await openAuditLog({
        clock: systemClock,
        sql,
        origin,
        signer,
        keys: await openKeyWrapper(vault),
        limits: { orphanSearchMs: 0 },
      });
      await eventually(async () => {
        await log.closeOrphans({ olderThanMs: 0 });
        const entries = await book.entries();
        const orphans = entries.filter(({ leaf }) => leaf.kind === 'orphan');
        expect(orphans.map(({ leaf }) => leaf.intentIndex)).to.deep.equal([2, 3, 4, 5, 6]);
        expect(orphans.every(({ leaf }) => leaf.outcome === 'unknown')).to.equal(true);
      });
      const verdict = await verifyLog({ sql: book.sql, origin, vkey: signer.verifierKey });
      expect(verdict).to.include({ ok: true, openIntents: 0 });
      await log.close();
      await book.close();
      await ground.remove();
    }).timeout(60_000);
  });

  describe('3. Tree size never shrinks; any two checkpoints ever signed are consistent', () => {
    it('holds for the sizes that a caller is told, one after the other, while others ask', async () => {
      let asking = true;
      const others = Array.from({ length: 4 }, async () => {
        while (asking) await askGrpc();
      });
      let last = 0;
      for (let looks = 0; looks < 50; looks += 1) {
        const outcome = await grpc.call(AuditServiceService.getCheckpoint, {});
        if (outcome.kind === 'refusal') throw new Error(outcome.refusal.reason);
        const { size } = openNote(outcome.response.checkpoint);
        expect(size).to.be.at.least(last);
        last = size;
      }
      asking = false;
      await Promise.all(others);
    });

    it('holds against the owner of the database, as far as triggers reach', async () => {
      const failures = [
        logbook.sql`UPDATE audit.log_frontier SET size = size - 1`,
        logbook.sql`DELETE FROM audit.log_frontier`,
        logbook.sql`DELETE FROM audit.log_checkpoint`,
        logbook.sql`UPDATE audit.log_entry SET kind = 'outcome' WHERE idx = 0`,
        logbook.sql`TRUNCATE audit.log_entry`,
      ];
      for (const failure of failures) {
        const code = await failure.then(
          () => 'done',
          (error: unknown) => (error as { code?: string }).code,
        );
        expect(code).to.equal('42501');
      }
    });

    it('holds for every pair of checkpoints that were handed out', async () => {
      const bySize = new Map<number, ComputableCheckpoint>();
      for (const receipt of receipts) {
        const checkpoint = expectVerified(receipt, stack.gateway.verifierKey);
        const known = bySize.get(checkpoint.size);
        expect(known === undefined || Buffer.from(known.root).equals(checkpoint.root), 'two roots').to.equal(true);
        bySize.set(checkpoint.size, checkpoint);
      }
      const all = [...bySize.values()].sort((a, b) => a.size - b.size);
      expect(all.length).to.be.greaterThan(20);
      const chosen = all.filter((_, index) => index % Math.ceil(all.length / 40) === 0);
      for (const [position, second] of chosen.entries()) {
        for (const first of chosen.slice(0, position)) {
          const outcome = await grpc.call(AuditServiceService.getConsistencyProof, {
            firstSize: BigInt(first.size),
            secondSize: BigInt(second.size),
          });
          if (outcome.kind === 'refusal') throw new Error(outcome.refusal.reason);
          const holds = verifyConsistency(first.size, second.size, first.root, second.root, outcome.response.proof);
          expect(holds, `${first.size} in ${second.size}`).to.equal(true);
        }
      }
    }).timeout(60_000);
  });

  describe('5. No code path reaches an adapter but through the pipeline', () => {
    it('holds for the code: a shortcut from any room is told by the rules that npm run lint checks', async () => {
      const shortcuts: Readonly<Record<string, string>> = {
        'src/gateway/listeners/shortcut.ts': 'gateway-knows-the-port-only',
        'src/gateway/exchange/shortcut.ts': 'gateway-knows-the-port-only',
        'src/gateway/audit-service/shortcut.ts': 'gateway-knows-the-port-only',
        'src/audit/log/shortcut.ts': 'only-the-pipeline-asks',
        'src/world/shortcut.ts': 'only-the-pipeline-asks',
        'src/client/shortcut.ts': 'only-the-pipeline-asks',
        'src/cli/shortcut.ts': 'the-command-line-only-seeds',
        'src/adapters/prum/shortcut.ts': 'adapter-keeps-to-its-room',
      };
      const copy = await mkdtemp(join(tmpdir(), 'ostiary-shortcut-'));
      try {
        for (const name of ['src', 'tsconfig.json', 'package.json', '.dependency-cruiser.cjs']) {
          await cp(join(projectRoot, name), join(copy, name), { recursive: true });
        }
        await symlink(join(projectRoot, 'node_modules'), join(copy, 'node_modules'));
        for (const file of Object.keys(shortcuts)) {
          await mkdir(dirname(join(copy, file)), { recursive: true });
          const up = '../'.repeat(file.split('/').length - 2);
          await writeFile(
            join(copy, file),
            `import { createSisAdapter } from '${up}adapters/sis/service.js';\nexport const shortcut = createSisAdapter;\n`,
          );
        }
        const found = await violations(copy);
        for (const [file, rule] of Object.entries(shortcuts)) expect(found).to.include(`${rule}: ${file}`);
        expect(found.filter((violation) => !violation.endsWith('/shortcut.ts'))).to.deep.equal([]);
      } finally {
        await rm(copy, { recursive: true, force: true });
      }
    }).timeout(60_000);

    it('holds at run time: whenever alerts are read, an intent is in the log and still open', async () => {
      // The database itself is the witness: a policy on the alerts notes, with each statement that reads them, how many
      // intents are open in the log at that moment.
      const owner = connectDatabase(stack.databaseUrl, { applicationName: 'witness', max: 1 });
      await owner.unsafe(WITNESS);
      try {
        const before = await reads(owner);
        await askGrpc();
        await askRest();
        const answered = await reads(owner);
        expect(answered.length).to.be.greaterThan(before.length);
        expect(answered.map(({ open }) => open)).to.deep.equal(answered.map(() => 1));

        await grpc.call(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted));
        await grpc.call(SisServiceService.searchPersons, SearchPersonsRequest.create(), { token });
        await grpc.call(
          SisServiceService.searchPersons,
          personSearch(TEST_PERSONS.wanted, { access: policeAccess({ legalBasisId: 'SIS62-45-1' }) }),
          { token },
        );
        await grpc.call(AuditServiceService.getCheckpoint, {});
        await rest.call('GET', '/readyz');
        expect(await reads(owner)).to.have.lengthOf(answered.length);
      } finally {
        await owner.unsafe(NO_WITNESS);
        await owner.end();
      }
    });
  });

  describe('7. A certificate and a token of another authority never combine', () => {
    const { length } = DEVELOPMENT_AUTHORITIES;
    for (const [position, { code: holder, revoked, oversees = [] }] of DEVELOPMENT_AUTHORITIES.entries()) {
      if (revoked === true) continue;
      // With every certificate tokens of the next in the list, of one far from it, and of whom its holder oversees.
      const others = [1, 13].map((steps) => DEVELOPMENT_AUTHORITIES[(position + steps) % length]!.code);
      for (const other of new Set([...others, ...oversees])) {
        it(`holds for the certificate of ${holder} and tokens of ${other}`, async () => {
          const [own, foreign] = await Promise.all([stack.identity(holder), stack.identity(other)]);
          const client = await stack.grpc(holder);
          const web = await stack.rest(holder);
          const officer = 'officer-abroad';
          const tokens: readonly (readonly [reason: string, token: string])[] = [
            ['TOKEN_NOT_BOUND', await foreign.mintToken({ officer })],
            // Signed by the other for this certificate, in the other's name and in this one's.
            ['TOKEN_NOT_BOUND', await foreign.mintToken({ officer, certificateThumbprint: own.thumbprint })],
            [
              'TOKEN_INVALID',
              await foreign.mintToken({
                officer,
                certificateThumbprint: own.thumbprint,
                issuer: tokenIssuerOf(holder),
              }),
            ],
            // This authority's own token, but for the other's certificate.
            ['TOKEN_NOT_BOUND', await own.mintToken({ officer, certificateThumbprint: foreign.thumbprint })],
          ];
          for (const [reason, presented] of tokens) {
            const since = await logbook.size();
            const overGrpc = await client.call(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted), {
              token: presented,
            });
            const overRest = await web.call('POST', SEARCH, { token: presented, body: json });
            expect(refusalOf(overGrpc).reason).to.equal(reason);
            expect([overRest.status, (JSON.parse(overRest.text) as Problem).code]).to.deep.equal([401, reason]);

            const entries = (await logbook.entries(since)).filter(({ leaf }) => leaf.kind !== 'follow-up');
            expect(entries.map(({ leaf }) => [leaf.kind, leaf.authority])).to.deep.equal([
              ['access-denied', holder],
              ['access-denied', holder],
            ]);
            for (const { sections } of entries) {
              expect(sections.result).to.include({ status: reason });
              expect(sections.who).to.include({ authority: holder }).and.not.have.property('officer');
              expect(JSON.stringify(sections)).not.to.include('officer-abroad');
            }
          }
          client.close();
          web.close();
        });
      }
    }
  });

  /** A question over REST that the gateway gives so much time. */
  function restWithin(deadlineMs: number): Promise<{ text: string }> {
    return new Promise((resolve, reject) => {
      const { outgoing } = openRest({ 'ostiary-deadline-ms': String(deadlineMs) });
      outgoing.on('error', reject);
      outgoing.on('response', (incoming) => {
        let text = '';
        incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
        incoming.on('end', () => resolve({ text }));
      });
      outgoing.end(json);
    });
  }

  /** A question over REST whose caller goes away once it is in the log. */
  async function abandonedRest(size: number): Promise<void> {
    const { outgoing } = openRest({});
    outgoing.on('error', () => undefined);
    outgoing.end(json);
    await eventually(async () => expect(await logbook.size()).to.be.greaterThan(size));
    outgoing.destroy();
  }

  function openRest(headers: Readonly<Record<string, string>>) {
    const outgoing = httpsRequest({
      host: 'localhost',
      port: stack.gateway.port,
      path: SEARCH,
      method: 'POST',
      agent: false,
      cert: police.certificatePem,
      key: police.keyPem,
      ca: police.caPem,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    });
    return { outgoing };
  }
});

/** Violated rules of the dependency rules in a copy of the project, with the file that violates each. */
async function violations(folder: string): Promise<string[]> {
  const cruiser = join(projectRoot, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const output = await run(process.execPath, [cruiser, 'src', '--output-type', 'json'], {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
  }).then(
    ({ stdout }) => stdout,
    // It ends with the number of violations.
    (error: unknown) => (error as { stdout: string }).stdout,
  );
  const { summary } = JSON.parse(output) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  return summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`);
}

/** Reads of alerts by anybody but the health check, which reads no column of any. */
async function reads(owner: ReturnType<typeof connectDatabase>): Promise<{ open: number }[]> {
  return owner<{ open: number }[]>`
    SELECT open::int FROM witness.reading WHERE statement <> 'select from sis.alert limit 1'`;
}

const WITNESS = `
  CREATE SCHEMA witness;
  GRANT USAGE ON SCHEMA witness TO ostiary_gateway;
  CREATE TABLE witness.reading (statement text, open bigint);
  CREATE FUNCTION witness.note() RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER AS $$
  BEGIN
    INSERT INTO witness.reading SELECT current_query(), count(*) FROM audit.log_entry i
      WHERE i.kind = 'intent' AND NOT EXISTS (SELECT FROM audit.log_entry c WHERE c.intent = i.idx);
    RETURN true;
  END $$;
  GRANT EXECUTE ON FUNCTION witness.note TO ostiary_gateway;
  ALTER TABLE sis.alert ENABLE ROW LEVEL SECURITY;
  ALTER TABLE sis.person_key ENABLE ROW LEVEL SECURITY;
  ALTER TABLE sis.object_key ENABLE ROW LEVEL SECURITY;
  CREATE POLICY witnessed ON sis.alert FOR SELECT USING ((SELECT witness.note()));
  CREATE POLICY witnessed ON sis.person_key FOR SELECT USING ((SELECT witness.note()));
  CREATE POLICY witnessed ON sis.object_key FOR SELECT USING ((SELECT witness.note()));`;

const NO_WITNESS = `
  DROP POLICY witnessed ON sis.alert;
  DROP POLICY witnessed ON sis.person_key;
  DROP POLICY witnessed ON sis.object_key;
  ALTER TABLE sis.alert DISABLE ROW LEVEL SECURITY;
  ALTER TABLE sis.person_key DISABLE ROW LEVEL SECURITY;
  ALTER TABLE sis.object_key DISABLE ROW LEVEL SECURITY;
  DROP SCHEMA witness CASCADE;`;
