/** The gateways of the states XA and XB, of which the first asks the second under Prüm through a relay. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGrpcClient, type GrpcClient } from '../../src/client/grpc-client.js';
import { dataLayout } from '../../src/gateway/config.js';
import type { RunningGateway } from '../../src/gateway/gateway.js';
import { PrumDnaServiceService, type SearchDnaOnceRequest } from '../../src/gen/ostiary/prum/v1/dna.js';
import { DEVELOPMENT_AUDIENCE } from '../../src/pki/dev-token.js';
import { tokenIssuerOf } from '../../src/pki/development-authorities.js';
import { readDevelopmentClient } from '../../src/pki/development-client.js';
import { pkiLayout } from '../../src/pki/layout.js';
import { systemClock } from '../../src/shared/clock.js';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { TEST_DNA } from '../../src/world/test-dna.js';
import { eventually } from './eventually.js';
import { type Logbook, openLogbook } from './logbook.js';
import { copyPolicy } from './policy-folder.js';
import { dnaSearch } from './prum.js';
import { answerOf } from './receipts.js';
import { openRelay, type Relay } from './relay.js';
import { makePair, type Place, preparePlace } from './two-gateways.js';

export const PRUM_PAIR = 'XA-NCP:PRUM_DNA';

/** Of the other categories. */
export const MORE_PAIRS = ['XA-NCP:PRUM_VEHICLE', 'XA-NCP:PRUM_FINGERPRINT', 'XA-NCP:PRUM_FACE'];

/** One of the two, running. */
export interface PrumPlace {
  readonly place: Place;
  readonly logbook: Logbook;
  readonly gateway: RunningGateway;
  /** An officer's client, and their token. */
  as(code: string, officer?: string): Promise<{ readonly client: GrpcClient; readonly token: string }>;
}

export interface PrumPartners {
  readonly xa: PrumPlace;
  readonly xb: PrumPlace;
  readonly relay: Relay;
  /** Folder of the pair's key and of verifier keys. */
  readonly secrets: string;
  /** Starts XA's gateway anew with another partner file. */
  restartXa(changes: Record<string, unknown>): Promise<void>;
  stop(): Promise<void>;
}

/** Starts both. */
export async function startPrumPartners(): Promise<PrumPartners> {
  const secrets = await mkdtemp(join(tmpdir(), 'ostiary-prum-'));
  const policy = await copyPolicy();
  for (const regime of ['PRUM-II', 'PRUM-II-FACE']) {
    await policy.edit('regimes.csv', `\n${regime},,`, `\n${regime},2026-01-01,`);
  }
  const [asker, answerer] = [await preparePlace('xa.example/audit'), await preparePlace('xb.example/audit')];
  await (
    await makePair(asker, answerer, secrets, PRUM_PAIR, ...MORE_PAIRS)
  )(1);
  // An authority's connections are limited: one for each and gateway.
  const clients = new Map<string, GrpcClient>();
  const closeClients = (): void => {
    for (const client of clients.values()) client.close();
    clients.clear();
  };
  const run = async (place: Place, file: object): Promise<PrumPlace> => {
    const path = join(place.dataDirectory, 'partners.json');
    await writeFile(path, JSON.stringify({ version: 1, ...file }));
    const gateway = await place.start({ OSTIARY_POLICY_DIR: policy.path, OSTIARY_PRUM_PARTNERS: path });
    const logbook = await openLogbook(place.ground.databaseUrl, dataLayout(place.dataDirectory).vault);
    return {
      place,
      gateway,
      logbook,
      async as(code, officer = 'officer-17') {
        const identity = await readDevelopmentClient(place.ground.pkiDirectory, code, systemClock);
        const address = `localhost:${gateway.port}`;
        const client = clients.get(`${code} ${address}`) ?? createGrpcClient(address, identity);
        clients.set(`${code} ${address}`, client);
        return { client, token: await identity.mintToken({ officer }) };
      },
    };
  };
  const xb = await run(answerer, { memberState: 'XB', partners: [] });
  await ready(xb, 'XB-NCP', dnaSearch(TEST_DNA.unknownToAll, { memberStates: ['XC'] }));
  const relay = await openRelay(() => xb.gateway.port);
  const layout = pkiLayout(answerer.ground.pkiDirectory);
  const { certificate: certificateFile, key: keyFile, tokenKey } = layout.client('XA-NCP');
  const partner = {
    memberState: 'XB',
    address: `localhost:${relay.port}`,
    askAs: 'XA-NCP',
    certificateFile,
    keyFile,
    caFile: layout.caBundle,
    vkeyFile: join(secrets, 'answerer.vkey'),
    token: { issuer: tokenIssuerOf('XA-NCP'), audience: DEVELOPMENT_AUDIENCE, keyFile: tokenKey },
  };
  const runXa = (changes: Record<string, unknown> = {}) =>
    run(asker, { memberState: 'XA', partners: [{ ...partner, ...changes }] });
  let xa = await runXa();
  await ready(xa, 'XA-POLICE', dnaSearch(TEST_DNA.unknownToAll, { memberStates: ['XB', 'XC'] }));
  const stopXa = async (): Promise<void> => {
    closeClients();
    await xa.logbook.close();
    await xa.gateway.close();
  };
  return {
    get xa() {
      return xa;
    },
    xb,
    relay,
    secrets,
    async restartXa(changes) {
      await stopXa();
      xa = await runXa(changes);
    },
    async stop() {
      await stopXa();
      await relay.close();
      await xb.logbook.close();
      await xb.gateway.close();
      await asker.ground.remove();
      await answerer.ground.remove();
      await policy.remove();
      await rm(secrets, { recursive: true, force: true });
    },
  };
}

/** Until the profiles are in memory, a gateway that has just started takes longer than the tests wait for it. */
async function ready(place: PrumPlace, code: string, request: SearchDnaOnceRequest): Promise<void> {
  const { client, token } = await place.as(code);
  await eventually(async () => {
    const outcome = await client.call(PrumDnaServiceService.searchDnaOnce, request, { token, deadlineMs: 10_000 });
    const { response } = answerOf(outcome);
    if (response.states.some(({ reply }) => reply?.replyNumber === '')) throw new Error('a state did not answer');
  }, 40_000);
}

/** Has the simulated holder of a state behave otherwise from now on, in one place's database. */
export async function behave({ place }: PrumPlace, memberState: string, fault: string | null): Promise<void> {
  const sql = connectDatabase(place.ground.databaseUrl, { applicationName: 'test-behaviour', max: 1 });
  await sql`update prum.simulated_state set fault = ${fault} where member_state = ${memberState}`;
  await sql.end();
}
