import { expect } from 'chai';
import type { Adapter, Inquiry } from '../../src/adapters/adapter.js';
import type { FollowUpParts } from '../../src/adapters/prum/matches/options.js';
import { type Closing, closeAll } from '../../src/gateway/closing.js';
import { createLogger } from '../../src/gateway/observability/logger.js';
import { openPrumDna } from '../../src/gateway/open-prum-dna.js';
import { openPrumFace } from '../../src/gateway/open-prum-face.js';
import { openPrumFingerprint } from '../../src/gateway/open-prum-fingerprint.js';
import type { PrumGround } from '../../src/gateway/open-prum-ground.js';
import { openPrumVehicle } from '../../src/gateway/open-prum-vehicle.js';
import { SearchRegistrationNumberRequest } from '../../src/gen/ostiary/prum/v1/vehicle.js';
import { systemClock } from '../../src/shared/clock.js';
import { Ender } from '../../src/shared/ending.js';
import { Refusal } from '../../src/shared/refusal.js';
import { TEST_DNA } from '../../src/world/test-dna.js';
import { openExchange, type SimulatedExchange } from '../adapters/prum/simulated.js';
import { dnaSearch } from '../helpers/prum.js';
import { faceSearch } from '../helpers/prum-faces.js';
import { printSearch } from '../helpers/prum-prints.js';

const LOGGER = createLogger('silent');

/** Of each category: how it is opened, and a search in the data of XC. */
const CATEGORIES: readonly (readonly [
  system: string,
  open: (ground: PrumGround, closing: Closing) => Adapter,
  operation: string,
  request: unknown,
])[] = [
  ['PRUM_DNA', openPrumDna, 'searchDnaOnce', dnaSearch(TEST_DNA.knownToPolice, { memberStates: ['XC'] })],
  [
    'PRUM_FINGERPRINT',
    openPrumFingerprint,
    'searchPrintsOnce',
    printSearch('TP_TP', 'knownToPolice', { memberStates: ['XC'] }),
  ],
  ['PRUM_FACE', openPrumFace, 'searchFacesOnce', faceSearch('wanted', { memberStates: ['XC'] })],
  [
    'PRUM_VEHICLE',
    openPrumVehicle,
    'searchRegistrationNumber',
    SearchRegistrationNumberRequest.fromPartial({ memberState: 'XC', registrationNumber: 'TTT 0002' }),
  ],
];

describe('the gateway of a state under Prüm', () => {
  let exchange: SimulatedExchange;
  before(async () => {
    exchange = await openExchange(
      (owner) => owner`
        insert into prum.participant (category, member_state, takes_part)
        select category, member_state, true
        from unnest('{dna,fingerprint,face,vehicle}'::text[]) category, unnest('{XA,XB,XC}'::text[]) member_state`,
    );
  });
  after(() => exchange.close());

  /** What an authority of a state is refused with that asks the gateway of `ownState`, or one of all states, for XC. */
  const refusedWith = async (
    [, open, operation, request]: (typeof CATEGORIES)[number],
    memberState: string,
    ownState: string | undefined,
  ): Promise<Readonly<Record<string, string>> | undefined> => {
    const closing: Closing = [];
    const ground: PrumGround = {
      clock: systemClock,
      logger: LOGGER,
      sql: exchange.sql,
      matches: () => ({ remember: () => Promise.resolve() }),
      followUps: () => ({}) as FollowUpParts,
      partners: { ownState, holders: () => new Map(), measure: () => undefined },
      circuits: () => ({ around: (states) => states, outOfService: () => [], shutdown: () => undefined }),
      onFault: () => () => undefined,
    };
    try {
      const { operations } = open(ground, closing);
      const inquiry = operations[operation]?.parse(request) as Inquiry<unknown>;
      await inquiry.ask({
        requestId: '01HZZZZZZZZZZZZZZZZZZZZZZZ',
        intent: { origin: '', index: 0, leafHash: new Uint8Array(), checkpoint: '' },
        scope: {
          authority: `${memberState}-NCP`,
          memberState,
          authorityKind: 'NCP',
          categories: new Set(['IDENTIFIED', 'UNIDENTIFIED', 'VEHICLE']),
        },
        officer: { pseudonym: '2026q4-0123' },
        deadlineMs: systemClock.now() + 5_000,
        signal: new Ender(),
      });
      return undefined;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return error.metadata;
    } finally {
      await closeAll(closing, LOGGER);
    }
  };

  for (const category of CATEGORIES) {
    const [system] = category;
    it(`asks no other state on behalf of somebody else's authority: ${system}`, async () => {
      expect(await refusedWith(category, 'XA', 'XB')).to.deep.include({ system, rule: 'OWN_GATEWAY' });
    });

    it(`lets nobody ask their own state, whosever gateway it is: ${system}`, async () => {
      expect(await refusedWith(category, 'XC', undefined)).to.deep.include({ system, rule: 'OWN_STATE' });
      expect(await refusedWith(category, 'XC', 'XC')).to.deep.include({ system, rule: 'OWN_GATEWAY' });
    });
  }
});
