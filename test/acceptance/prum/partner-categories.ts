/** The other categories between the two gateways of partner-gateways.test.ts. */
import { join } from 'node:path';
import { expect } from 'chai';
import { TEST_FACES } from '../../../src/adapters/prum/face/simulator/test-faces.js';
import { TEST_PRINT_REFERENCES } from '../../../src/adapters/prum/fingerprint/simulator/test-prints.js';
import { collectFromLog } from '../../../src/audit/completeness/collect.js';
import { loadPairKey } from '../../../src/audit/completeness/pair-key.js';
import { dayOf, parsePair } from '../../../src/audit/completeness/pair.js';
import { MatchVerdict } from '../../../src/gen/ostiary/prum/v1/exchange.js';
import { ConfirmFaceMatchRequest, PrumFaceServiceService } from '../../../src/gen/ostiary/prum/v1/face.js';
import {
  ConfirmPrintMatchRequest,
  PrumFingerprintServiceService,
} from '../../../src/gen/ostiary/prum/v1/fingerprint.js';
import {
  PrumVehicleServiceService,
  SearchOwnerOrHolderOnceRequest,
  SearchRegistrationNumberRequest,
  SearchVinOnceRequest,
  VehicleRegisterAnswer,
} from '../../../src/gen/ostiary/prum/v1/vehicle.js';
import { TEST_PERSONS, TEST_VEHICLES } from '../../../src/world/test-persons.js';
import { eventually } from '../../helpers/eventually.js';
import { outcomeName } from '../../helpers/prum.js';
import { faceAccess, faceSearch, faceStatuses } from '../../helpers/prum-faces.js';
import { MORE_PAIRS, type PrumPartners } from '../../helpers/prum-partners.js';
import { printAccess, printSearch, printStatuses } from '../../helpers/prum-prints.js';
import { vehicleAccess } from '../../helpers/prum-vehicles.js';
import { answerOf, refusalOf } from '../../helpers/receipts.js';

const { discreetlyChecked, reRegistered, withheld } = TEST_VEHICLES;

/** Declares the tests. */
export function testOtherCategories(partners: () => PrumPartners): void {
  const police = () => partners().xa.as('XA-POLICE');

  /** Who did what about a request, in each of the logs; and what XA's says of the question to XB. */
  async function logged(requestId: string) {
    const [here, there] = await Promise.all(
      [partners().xa, partners().xb].map(({ logbook }) => logbook.ofRequest(requestId)),
    );
    const said = (entries = here) => entries?.map(({ leaf }) => `${leaf.authority} ${leaf.system} ${leaf.kind}`);
    return { here: said(here), there: said(there), replied: here?.[2]?.sections.result, proof: there?.[1] };
  }
  const expectLogged = async (system: string, requestId: string, status: string): Promise<void> => {
    const { here, there, replied, proof } = await logged(requestId);
    expect(here).to.deep.equal([
      `XA-POLICE ${system} intent`,
      `XA-NCP ${system} intent`,
      `XA-NCP ${system} outcome`,
      `XA-POLICE ${system} outcome`,
    ]);
    expect(there).to.deep.equal([`XA-NCP ${system} intent`, `XA-NCP ${system} outcome`]);
    expect(replied).to.deep.include({ places: [{ place: 'XB', status }] });
    expect(replied?.logged_there).to.deep.include({ leaf_hash: proof?.leafHash.toString('hex') });
  };

  describe('of vehicle registers', () => {
    const byNumber = async (registrationNumber: string) => {
      const { client, token } = await police();
      const request = SearchRegistrationNumberRequest.fromPartial({
        access: vehicleAccess('PRUM2-16'),
        memberState: 'XB',
        registrationNumber,
      });
      const outcome = await client.call(PrumVehicleServiceService.searchRegistrationNumber, request, {
        token,
        deadlineMs: 5_000,
      });
      return answerOf(outcome).response;
    };

    it('a number is told as the other state tells it, and both logs have it', async () => {
      const { state, receipt } = await byNumber('ttt-0002');
      expect(outcomeName(state?.status)).to.equal('HIT');
      const [record] = state?.vehicles ?? [];
      expect(record?.vehicle).to.deep.include({
        registrationNumber: discreetlyChecked.plate,
        vin: discreetlyChecked.vin,
        countryOfRegistration: 'XB',
      });
      const [holder] = record?.holders ?? [];
      const { surname: name, forename: firstNames, dateOfBirth } = TEST_PERSONS.knownToPolice;
      expect(holder).to.deep.include({ name, firstNames, dateOfBirth, since: '2019-05-06T10:00:00.000Z' });
      await expectLogged('PRUM_VEHICLE', receipt?.requestId ?? '', 'HIT');

      // What its own gateway tells the other one is all that is told here.
      const { client, token } = await partners().xb.as('XA-NCP');
      const asked = SearchRegistrationNumberRequest.fromPartial({
        access: vehicleAccess('PRUM2-16-STATE'),
        memberState: 'XB',
        registrationNumber: discreetlyChecked.plate,
      });
      const ask = (request: SearchRegistrationNumberRequest) =>
        client.call(PrumVehicleServiceService.searchRegistrationNumber, request, { token });
      const { response } = answerOf(await ask(asked));
      const [there] = response.state?.vehicles ?? [];
      expect({ ...record, handling: undefined }).to.deep.equal({ ...there, handling: undefined });
      const own = { ...asked, access: vehicleAccess('PRUM2-16') };
      expect(refusalOf(await ask(own)).reason).to.equal('OPERATION_NOT_ALLOWED');
    });

    it('a vehicle identification number is asked in several states at once, one of them by its gateway', async () => {
      const { client, token } = await police();
      const request = SearchVinOnceRequest.fromPartial({
        access: vehicleAccess('PRUM2-16'),
        vin: reRegistered.vin,
        memberStates: ['XB', 'XC'],
      });
      const outcome = await client.call(PrumVehicleServiceService.searchVinOnce, request, { token, deadlineMs: 5_000 });
      const { response } = answerOf(outcome);
      expect(
        Object.fromEntries(
          response.states.map(({ memberState, vehicles }) => [
            memberState,
            vehicles.map(({ vehicle }) => vehicle?.registrationNumber),
          ]),
        ),
      ).to.deep.equal({ XB: ['TTT 0004'], XC: ['0004 TTT'] });
      await expectLogged('PRUM_VEHICLE', response.receipt?.requestId ?? '', 'HIT');
    });

    it('what the other state does not disclose is refused, and an answer', async () => {
      const { state, receipt } = await byNumber(withheld.plate);
      expect(outcomeName(state?.status)).to.equal('REFUSED');
      expect(state?.registerAnswer).to.equal(VehicleRegisterAnswer.NOT_DISCLOSED);
      await expectLogged('PRUM_VEHICLE', receipt?.requestId ?? '', 'REFUSED');
    });

    it('nobody is asked by name', async () => {
      const { client, token } = await police();
      const { forename: firstNames, surname: familyNames, dateOfBirth } = TEST_PERSONS.knownToPolice;
      const byName = await client.call(
        PrumVehicleServiceService.searchOwnerOrHolderOnce,
        SearchOwnerOrHolderOnceRequest.fromPartial({
          access: vehicleAccess('PRUM2-16-3'),
          naturalPerson: { firstNames, familyNames, dateOfBirth },
          memberStates: ['XB'],
        }),
        { token, deadlineMs: 5_000 },
      );
      expect(outcomeName(answerOf(byName).response.outcome?.status)).to.equal('NOT_SEARCHED');
    });
  });

  describe('of prints and traces', () => {
    const search = async (...[mode, person, changes]: Parameters<typeof printSearch>) => {
      const { client, token } = await police();
      const request = printSearch(mode, person, { memberStates: ['XB'], ...changes });
      const options = { token, deadlineMs: 10_000 };
      return answerOf(await client.call(PrumFingerprintServiceService.searchPrintsOnce, request, options)).response;
    };
    before(() =>
      eventually(async () => {
        const { states } = await search('TP_TP', 'unknownToAll', { memberStates: ['XB', 'XC'] });
        expect(printStatuses(states)).to.deep.equal({ XB: 'NO_HIT', XC: 'NO_HIT' });
      }, 60_000),
    );

    it('candidates of the other state are compared again and ranked with those of others; none is confirmed here', async () => {
      const { states, receipt } = await search('LT_TP', 'knownToPolice', { memberStates: ['XB', 'XC'], ranked: true });
      expect(printStatuses(states)).to.deep.equal({ XB: 'HIT', XC: 'NO_HIT' });
      const [candidate, second] = states.flatMap(({ candidates }) => candidates);
      expect(second).to.equal(undefined);
      expect(candidate).to.deep.include({ referenceNumber: TEST_PRINT_REFERENCES.fingers, rank: 1, overallRank: 1 });
      // The same matcher on both sides finds the same, but for angles that are written in steps.
      expect(candidate?.comparedScore).to.be.greaterThan(40);
      expect(candidate?.evidence[0]).to.deep.include({ askedPosition: 0, heldPosition: 2, heldView: 1 });
      await expectLogged('PRUM_FINGERPRINT', receipt?.requestId ?? '', 'HIT');

      const { client, token } = await police();
      const confirmed = await client.call(
        PrumFingerprintServiceService.confirmPrintMatch,
        ConfirmPrintMatchRequest.fromPartial({
          access: printAccess({ legalBasisId: 'PRUM2-11-2' }),
          match: {
            searchRequestId: receipt?.requestId ?? '',
            referenceNumber: TEST_PRINT_REFERENCES.fingers,
          },
          review: { verdict: MatchVerdict.CONFIRMED, remarks: 'fourteen minutiae compared by eye' },
        }),
        { token },
      );
      expect(refusalOf(confirmed).violations.map(({ field }) => field)).to.deep.equal(['match.reference_number']);
    });

    it('palms go there too, and fingers of a person', async () => {
      const found = async (...asked: Parameters<typeof printSearch>) =>
        (await search(...asked)).states.flatMap(({ candidates }) =>
          candidates.map(({ referenceNumber }) => referenceNumber),
        );
      expect(await found('LP_PP', 'knownToPolice')).to.deep.equal([TEST_PRINT_REFERENCES.palms]);
      expect(await found('TP_TP', 'knownToPolice')).to.deep.equal([TEST_PRINT_REFERENCES.fingers]);
      expect(await found('PP_ULP', 'knownToPolice')).to.deep.equal([]);
    });
  });

  describe('of facial images', () => {
    it('candidates of the other state come beside those of others; none is confirmed here', async () => {
      const { client, token } = await police();
      const request = faceSearch('knownToPolice', { memberStates: ['XB', 'XC'], ranked: true });
      const outcome = await client.call(PrumFaceServiceService.searchFacesOnce, request, { token, deadlineMs: 5_000 });
      const { states, receipt } = answerOf(outcome).response;
      expect(faceStatuses(states)).to.deep.equal({ XB: 'HIT', XC: 'HIT' });
      const candidates = states.flatMap((state) => state.candidates);
      expect(candidates.map(({ referenceNumber }) => referenceNumber)).to.have.members([
        TEST_FACES.released,
        TEST_FACES.refused,
      ]);
      expect(candidates.map(({ rank }) => rank)).to.have.members([1, 2]);
      const requestId = receipt?.requestId ?? '';
      await expectLogged('PRUM_FACE', requestId, 'HIT');

      const confirmed = await client.call(
        PrumFaceServiceService.confirmFaceMatch,
        ConfirmFaceMatchRequest.fromPartial({
          access: faceAccess({ legalBasisId: 'PRUM2-20-CONFIRM' }),
          match: { searchRequestId: requestId, referenceNumber: TEST_FACES.released },
          review: { verdict: MatchVerdict.CONFIRMED, remarks: 'compared by eye' },
        }),
        { token },
      );
      expect(refusalOf(confirmed).violations.map(({ field }) => field)).to.deep.equal(['match.reference_number']);
    });
  });

  describe('of all of these', () => {
    it('leave the same accesses in both logs, category by category', async () => {
      for (const [at, name] of MORE_PAIRS.entries()) {
        const pair = parsePair(name);
        const key = await loadPairKey(join(partners().secrets, `pair-${at + 1}.key`), pair);
        const [here, there] = await Promise.all(
          [partners().xa, partners().xb].map(({ logbook }) =>
            collectFromLog(logbook.sql, { pair, day: dayOf(Date.now()), key }),
          ),
        );
        const items = new Set(there?.accesses.map(({ item }) => item));
        const answered = here?.accesses.filter(({ outcome }) => outcome === 'answered') ?? [];
        expect(answered.length, name).to.be.greaterThan(0);
        expect(answered.filter(({ item }) => !items.has(item))).to.deep.equal([]);
      }
    });
  });
}
