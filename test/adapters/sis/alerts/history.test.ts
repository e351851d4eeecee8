/** Who reads the history of an alert: whoever may read the alert, in the state that issued it. */
import { expect } from 'chai';
import type postgres from 'postgres';
import type { AccessScope } from '../../../../src/adapters/adapter.js';
import { createSisAlertAdapter } from '../../../../src/adapters/sis/alerts/service.js';
import { TEST_ALERTS } from '../../../../src/adapters/sis/simulator/test-alerts.js';
import { HandlingCode } from '../../../../src/gen/ostiary/common/v1/handling.js';
import { AlertActKind, DeletionReason, GetAlertHistoryRequest } from '../../../../src/gen/ostiary/sis/v1/alerts.js';
import { AlertCategory } from '../../../../src/gen/ostiary/sis/v1/sis.js';
import { connectDatabase } from '../../../../src/shared/database/connect.js';
import { Refusal } from '../../../../src/shared/refusal.js';
import {
  contextOf,
  scopeOf,
  startSimulatedSis,
  TODAY,
  type SimulatedSis,
  changeAlerts,
  NOON,
} from '../simulated-sis.js';

const { discreetlyCheckedVehicle, wantedByOwnState } = TEST_ALERTS;

describe('the history of an alert', () => {
  let sis: SimulatedSis;
  let gateway: postgres.Sql;
  let operations: ReturnType<typeof createSisAlertAdapter>['operations'];
  before(async () => {
    sis = await startSimulatedSis();
    gateway = connectDatabase(sis.databaseUrl, { applicationName: 'alerts', max: 2, role: 'ostiary_gateway' });
    operations = createSisAlertAdapter({
      sql: gateway,
      clock: { now: () => Date.parse(`${TODAY}T12:00:00Z`) },
    }).operations;
  });
  after(async () => {
    await gateway.end();
    await sis.close();
  });

  async function outcomeOf(alertReference: string, scope: AccessScope): Promise<string> {
    try {
      const request = GetAlertHistoryRequest.fromPartial({ alertReference });
      return (await operations.getAlertHistory.parse(request).ask(contextOf(scope))).status;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return error.reason;
    }
  }

  it('on an object under a check is for who may see objects of that kind under one', async () => {
    const all = ['DSC', 'OBJ-36', 'OBJ:a'];
    expect(await outcomeOf(discreetlyCheckedVehicle, scopeOf('XC', all))).to.equal('HIT');
    for (const missing of all) {
      const others = all.filter((one) => one !== missing);
      expect(await outcomeOf(discreetlyCheckedVehicle, scopeOf('XC', others)), missing).to.equal('NOT_FOUND');
    }
    expect(await outcomeOf(discreetlyCheckedVehicle, scopeOf('XB', all))).to.equal('NOT_FOUND');
  });

  it('numbers what was done, and names who did it apart from that: nobody, where it was time alone', async () => {
    await sis.sql`
      insert into sis.history (reference, issuing_state, category, object_letter, version, act, authority, authority_kind,
                               officer, request_id, reason, at)
      select ${discreetlyCheckedVehicle}, 'XC', 11, 1, 1, line.*, ${new Date(NOON)}::timestamptz
      from (values ('entered', 'XC-POLICE', 'POL', 'officer', 'request', null),
                   ('made_available', null, null, null, null, null),
                   ('deleted', 'XC-SIRENE', 'SIR', 'other', 'later', 'NOT_NEEDED')) as line`;
    const request = GetAlertHistoryRequest.fromPartial({ alertReference: discreetlyCheckedVehicle });
    const { response, disclosures } = await operations.getAlertHistory.parse(request).ask(contextOf(scopeOf('XC')));
    const { acts, actors, category, objectCategory, handling } = response.history!;
    expect(acts.map(({ number, kind, own, deletionReason }) => [number, kind, own, deletionReason])).to.deep.equal([
      [1, AlertActKind.ENTERED, true, DeletionReason.UNSPECIFIED],
      [2, AlertActKind.MADE_AVAILABLE, false, DeletionReason.UNSPECIFIED],
      [3, AlertActKind.DELETED, false, DeletionReason.NOT_NEEDED],
    ]);
    expect(
      actors.map(({ act, authority, authorityKind, officer, requestId }) => [
        act,
        authority,
        authorityKind,
        officer,
        requestId,
      ]),
    ).to.deep.equal([
      [1, 'XC-POLICE', 'POL', 'officer', 'request'],
      [3, 'XC-SIRENE', 'SIR', 'other', 'later'],
    ]);
    expect([category, objectCategory]).to.deep.equal([AlertCategory.DSC, 'a']);
    expect(handling!.codes).to.deep.equal([HandlingCode.DO_NOT_DISCLOSE_TO_SUBJECT]);
    expect(disclosures).to.deep.equal([{ reference: discreetlyCheckedVehicle, category: 'DSC' }]);
  });

  it('is hidden from end-users to whom the alert is unavailable, and not from the bureau', async () => {
    const bureau: AccessScope = { ...scopeOf('XA'), authorityKind: 'SIR' };
    expect(await outcomeOf(wantedByOwnState, scopeOf('XA'))).to.equal('HIT');
    await changeAlerts(
      sis.sql,
      (tx) => tx`update sis.alert set hidden_from = '{XA}' where reference = ${wantedByOwnState}`,
    );
    expect(await outcomeOf(wantedByOwnState, scopeOf('XA'))).to.equal('NOT_FOUND');
    expect(await outcomeOf(wantedByOwnState, bureau)).to.equal('HIT');
  });
});
