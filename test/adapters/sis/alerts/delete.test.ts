/** Who deletes an alert: the authority that created it (Regulation (EU) 2018/1862 Art. 53(9), 2018/1861 Art. 39). */
import { expect } from 'chai';
import type postgres from 'postgres';
import type { AccessScope } from '../../../../src/adapters/adapter.js';
import { createSisAlertAdapter } from '../../../../src/adapters/sis/alerts/service.js';
import { DeleteAlertRequest, DeletionReason, EnterAlertRequest } from '../../../../src/gen/ostiary/sis/v1/alerts.js';
import { connectDatabase } from '../../../../src/shared/database/connect.js';
import { Refusal } from '../../../../src/shared/refusal.js';
import { alertOn, keeping, PROPORTIONATE } from '../../../helpers/alert-entries.js';
import { contextOf, scopeOf, startSimulatedSis, type SimulatedSis } from '../simulated-sis.js';

describe('deleting alerts', () => {
  let sis: SimulatedSis;
  let gateway: postgres.Sql;
  let operations: ReturnType<typeof createSisAlertAdapter>['operations'];
  let alertReference: string;
  before(async () => {
    sis = await startSimulatedSis();
    gateway = connectDatabase(sis.databaseUrl, { applicationName: 'alerts', max: 2, role: 'ostiary_gateway' });
    const clock = { now: () => Date.parse('2026-11-23T12:00:00Z') };
    operations = createSisAlertAdapter({ sql: gateway, clock }).operations;
    const request = EnterAlertRequest.fromPartial({
      access: keeping('SIS62-26'),
      alert: alertOn('Angelegt', 'ARR'),
      proportionality: PROPORTIONATE,
    });
    ({ alertReference } = (await operations.enterAlert.parse(request).ask(contextOf(scopeOf()))).response);
  });
  after(async () => {
    await gateway.end();
    await sis.close();
  });

  const remove = (scope: AccessScope, expectedVersion = 1) =>
    operations.deleteAlert
      .parse(DeleteAlertRequest.fromPartial({ alertReference, expectedVersion, reason: DeletionReason.SURRENDERED }))
      .ask(contextOf(scope));
  const refusalOf = async (scope: AccessScope, expectedVersion?: number): Promise<Refusal> => {
    const outcome: unknown = await remove(scope, expectedVersion).catch((error: unknown) => error);
    if (!(outcome instanceof Refusal)) throw new Error('deleted where it must be refused');
    return outcome;
  };

  it('is not for another authority of the state, nor for its bureau', async () => {
    for (const [authority, authorityKind] of [
      ['XA-SIRENE', 'SIR'],
      ['XA-COURT', 'JUD'],
      ['XA-POLICE-2', 'POL'],
    ] as const) {
      const { reason, message, metadata } = await refusalOf({ ...scopeOf(), authority, authorityKind });
      expect([reason, message]).to.deep.equal(['FORBIDDEN', 'an alert is deleted by the authority that created it']);
      expect(metadata).to.include({ rule: 'CREATING_AUTHORITY' });
      expect(metadata.article).to.match(/2018\/1862 Art\. 53\(9\).*2018\/1861 Art\. 39/);
    }
    expect(await sis.sql`select from sis.alert where reference = ${alertReference}`).to.have.length(1);
    expect(await sis.sql`select from sis.history where reference = ${alertReference}`).to.have.length(1);
  });

  it('tells who may not know of the alert, or is of another state, nothing of who created it', async () => {
    const ignorant = { ...scopeOf('XA', ['JPR']), authority: 'XA-COURT' };
    expect((await refusalOf(ignorant)).reason).to.equal('NOT_FOUND');
    expect((await refusalOf(scopeOf('XB'))).reason).to.equal('NOT_OWNER');
  });

  it('is for the authority that created the alert, in the version that stands', async () => {
    expect((await refusalOf(scopeOf(), 2)).reason).to.equal('VERSION_STALE');
    expect((await remove(scopeOf())).response).to.deep.include({ alertReference, deletedLocators: [] });
    expect(await sis.sql`select from sis.alert where reference = ${alertReference}`).to.have.length(0);
  });
});
