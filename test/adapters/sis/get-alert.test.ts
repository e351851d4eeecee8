import { expect } from 'chai';
import { TEST_ALERTS } from '../../../src/adapters/sis/simulator/test-alerts.js';
import { HandlingCode } from '../../../src/gen/ostiary/common/v1/handling.js';
import { AlertCategory, IdentityStatus } from '../../../src/gen/ostiary/sis/v1/sis.js';
import { Refusal } from '../../../src/shared/refusal.js';
import {
  byReference,
  contextOf,
  REGISTRATION_SCOPE,
  scopeOf,
  startSimulatedSis,
  type SimulatedSis,
} from './simulated-sis.js';

describe('getAlert', () => {
  let sis: SimulatedSis;
  before(async () => {
    sis = await startSimulatedSis();
  });
  after(() => sis.close());

  const read = (reference: string, scope = scopeOf()) =>
    sis.adapter.operations.getAlert.parse(byReference(reference)).ask(contextOf(scope));

  it('reads an alert in full', async () => {
    const { status, response, disclosures } = await read(TEST_ALERTS.wanted);
    expect(status).to.equal('HIT');
    expect(response.alert).to.deep.include({
      alertReference: TEST_ALERTS.wanted,
      issuingState: 'XB',
      category: AlertCategory.ARR,
      article: 'Regulation (EU) 2018/1862 Art. 26',
      reason: 'Wanted for arrest',
      offenceType: 'Armed robbery',
      decisionReference: 'EAW XB 2026/000001',
      documents: [{ kind: 'passport', number: 'TB1234567', issuingCountry: 'XB', issuedOn: '2020-01-15' }],
      object: undefined,
      enteredOn: '2026-10-24',
      // Five years (Art. 53).
      expiresOn: '2031-10-24',
      ownState: false,
    });
    expect(disclosures).to.deep.equal([
      {
        reference: TEST_ALERTS.wanted,
        category: 'ARR',
        terms: [
          { field: 'subject', value: 'MUELLER BEISPIEL:1975-03-14' },
          { field: 'document', value: 'TB1234567' },
        ],
      },
    ]);
  });

  it('says of a missing child that it is one, and nothing of a missing adult', async () => {
    const [child] = (await read(TEST_ALERTS.missingChild)).disclosures;
    expect(child!.ofMinor).to.equal(true);
    const [adult] = (await read(TEST_ALERTS.missingAdult)).disclosures;
    expect(adult!.ofMinor).to.equal(undefined);
  });

  it('keeps main and other identities in order', async () => {
    const { response, disclosures } = await read(TEST_ALERTS.impersonator);
    expect(response.alert!.handling!.codes).to.include(HandlingCode.DISTINGUISH_VICTIM_ONLY);
    expect(response.alert!.identities.map(({ status }) => status)).to.deep.equal([
      IdentityStatus.NOT_CONFIRMED,
      IdentityStatus.MISUSED,
    ]);
    // The log finds every one of them.
    expect(disclosures[0]!.terms).to.deep.equal([
      { field: 'subject', value: 'ALNEV:1973-00-00' },
      { field: 'subject', value: 'MINTAS:1971-01-08' },
    ]);
  });

  it('tells that the subject must not learn of a discreet check', async () => {
    for (const reference of [TEST_ALERTS.discreetlyChecked, TEST_ALERTS.discreetlyCheckedVehicle]) {
      const { handling } = (await read(reference)).response.alert!;
      expect(handling!.codes).to.include(HandlingCode.DO_NOT_DISCLOSE_TO_SUBJECT);
    }
  });

  it('reads an unknown person without a name or a date of birth', async () => {
    const { alert } = (await read(TEST_ALERTS.unknownPerson)).response;
    expect(alert).to.deep.include({ category: AlertCategory.UNK, identities: [], documents: [], reason: '' });
  });

  it('gives objects the ten years of Art. 54', async () => {
    const { response, disclosures } = await read(TEST_ALERTS.discreetlyCheckedVehicle);
    expect(response.alert).to.deep.include({ enteredOn: '2026-10-24', expiresOn: '2036-10-24' });
    expect(disclosures[0]).to.deep.include({ category: 'DSC' });
  });

  it('answers the same for what is unknown, hidden or past its term', async () => {
    const refusals = await Promise.all(
      [
        read('SIM-XB-00000000000000000000000000'),
        read(TEST_ALERTS.formerlyWanted),
        read(TEST_ALERTS.wanted, REGISTRATION_SCOPE),
        read(TEST_ALERTS.discreetlyCheckedVehicle, REGISTRATION_SCOPE),
        read(TEST_ALERTS.discreetlyCheckedVehicle, scopeOf('XA', ['DSC', 'OBJ', 'OBJ:a'])),
        read(TEST_ALERTS.stolenVehicle, scopeOf('XA', ['OBJ'])),
        read(TEST_ALERTS.unknownPerson, scopeOf('XA', ['ARR'])),
        // Eurojust: not Art. 36.
        read(TEST_ALERTS.discreetlyChecked, scopeOf('EU', ['ARR', 'MIS-P', 'JPR', 'OBJ', 'UNK'])),
      ].map((answer) =>
        answer.then(
          () => undefined,
          (error: unknown) => error,
        ),
      ),
    );
    for (const refusal of refusals) {
      expect(refusal).to.be.instanceOf(Refusal);
      const { reason, message, violations, metadata, retryAfterMs } = refusal as Refusal;
      expect({ reason, message, violations, metadata, retryAfterMs }).to.deep.equal({
        reason: 'NOT_FOUND',
        message: 'No such alert',
        violations: [],
        metadata: {},
        retryAfterMs: undefined,
      });
    }
  });
});
