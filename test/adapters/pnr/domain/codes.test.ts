/** Where a code belongs, nothing else is kept: carriers write names, remarks and cards into any field. */
import { expect } from 'chai';
import { keepAnnex } from '../../../../src/adapters/pnr/domain/keep-annex.js';
import { oneRecord } from '../../../formats/pnr/messages.js';

/** A card of the scheme's test range, a name and a remark. */
const TEXTS = ['4111111111111111', 'MUSTERMANN ANNA', 'PRAYS IN ROOM'];

/** Each place of a record where there is a code, with a text in it instead; the number of texts. */
const SLOTS: Readonly<Record<string, readonly [number, (text: string) => readonly string[]]>> = {
  locator: [1, (text) => [`RCI+ZZ:${text}`]],
  'system of a locator': [1, (text) => [`RCI+${text}:CD34EF`]],
  'kind of a locator': [1, (text) => [`RCI+ZZ:CD34EF:${text}`]],
  agency: [8, (text) => [`ORG+${text}:${text}+${text}:${text}+${text}++${text}+${text}+${text}`]],
  fare: [1, (text) => ['TIF+PROBE+B:A:2', `FAR+N+++++${text}`]],
  'number and kind of a ticket': [2, (text) => ['TIF+PROBE+B:A:2', `TKT+${text}:${text}`]],
  'ticket in a service': [1, (text) => [`SSR+TKNE:HK:1:ZZ:::::${text}`]],
  amount: [3, (text) => ['TIF+PROBE+B:A:2', 'TKT+9991234567890:T:1', `MON+${text}:${text}:${text}`]],
  payment: [
    5,
    (text) => [
      ...['TIF+PROBE+B:A:2', 'TKT+9991234567890:T:1', `FOP+${text}::${text}:${text}::${text}`],
      `IFT+4:43+${text === 'MUSTERMANN ANNA' ? 'BLIND MUSTERMANN ANNA' : text === 'PRAYS IN ROOM' ? 'PRAYS IN ROOM UNION' : text}`,
    ],
  ],
  'frequent flyer in a service': [1, (text) => [`SSR+FQTV:HK:1:ZZ:::::${text}`]],
  'part of the journey': [6, (text) => [`TVL+271126:0930+${text}+${text}+${text}:${text}+${text}:${text}`]],
  status: [1, (text) => [...LEG, `RPI++${text}`]],
  equipment: [1, (text) => [...LEG, `APD+${text}`]],
  'check-in': [1, (text) => [...LEG, 'DAT+2:261126:0800', `ORG+ZZ:VIE++++++${text}`]],
  'somebody checked in': [2, (text) => [...LEG, 'DAT+2:261126:0800', `TRI++${text}:::1`, `SSD+${text}`]],
  bags: [
    6,
    (text) => [
      ...[...LEG, 'DAT+2:261126:0800', 'TRI++1:::1'],
      `TBD++${text}:${text}:700+++${text}:${text}:${text}:${text}`,
    ],
  ],
  'split off': [3, (text) => [...LEG, `EQN+${text}`, `RCI+${text}:${text}`]],
  'other service': [4, (text) => [...LEG, `MSG+${text}`, `TVL+271126:0930+${text}+${text}+${text}`]],
};
const LEG = ['TVL+261126:0930:261126:1105+VIE+XAA+ZZ+123:M'];

describe('a field that has a code', () => {
  for (const [slot, [count, segments]] of Object.entries(SLOTS)) {
    for (const text of TEXTS) {
      it(`is kept as a code, or deleted and counted: ${slot}, ${text}`, () => {
        const { record, deletions } = keepAnnex(oneRecord('TIF+PROBE+BORIS:A:1', ...segments(text)).pnr);
        expect(JSON.stringify(record)).not.to.include(text);
        expect(deletions.FREE_TEXT).to.equal(count);
      });
    }
  }

  it('loses the number of travellers that stands behind a status', () => {
    const { record, deletions } = keepAnnex(oneRecord('TIF+PROBE+BORIS:A:1', ...LEG, 'RPI++HK2').pnr);
    expect(record.open.itinerary[0]?.status).to.equal('HK');
    expect(deletions).to.deep.equal({});
  });

  // The standard's own examples of RCI: a reservation, and the reference of a departure control system, which may be all there is.
  for (const locator of ['12DEF', 'ABC456789', '89QM3LABML', 'AB12CD34EF56GH78IJ90']) {
    it(`is kept where it is a locator of a departure control system, which is longer: ${locator}`, () => {
      const { record, deletions } = keepAnnex(oneRecord(`RCI+ZZ:${locator}:C`, 'TIF+PROBE+BORIS:A:1').pnr);
      expect(record.open.locators.map(({ code }) => code)).to.include(locator);
      expect(deletions).to.deep.equal({});
    });
  }

  // ICAO Doc 8643; IATA's of three characters.
  for (const equipment of ['320', 'A20N', 'B77W', 'BCS3', 'CRJ9', 'CRJX', 'DHC6', 'E75L', 'A3ST']) {
    it(`is kept where it is a type of aircraft: ${equipment}`, () => {
      const { record, deletions } = keepAnnex(oneRecord('TIF+PROBE+BORIS:A:1', ...LEG, `APD+${equipment}`).pnr);
      expect(record.open.itinerary[0]?.equipment).to.equal(equipment);
      expect(deletions).to.deep.equal({});
    });
  }

  for (const basis of ['Y', 'Y26', 'KLSOAR3X', 'YLE3M/CH25', 'YLE3M/CH25/ID75']) {
    it(`is kept where it is a fare basis, with as many designators of the ticket as there may be: ${basis}`, () => {
      const { record, deletions } = keepAnnex(oneRecord('TIF+PROBE+BORIS:A:1', `FAR+N+++++${basis}`).pnr);
      expect(record.sealed.a.fareBases).to.deep.equal([basis]);
      expect(deletions).to.deep.equal({});
    });
  }

  // Of the standard's examples of ORG, and of an airline's own office.
  for (const [iataNumber, office] of [
    ['12345678', '111111'],
    ['12345678', 'DDGS'],
    ['55107', ''],
  ] as const) {
    it(`is kept where it is an agency or an office: ${iataNumber} ${office}`, () => {
      const { record, deletions } = keepAnnex(oneRecord(`ORG+1A:MUC+${iataNumber}:${office}`, 'TIF+PROBE+B:A:1').pnr);
      expect(record.open.agency).to.include({ iataNumber, office });
      expect(deletions).to.deep.equal({});
    });
  }

  it('is kept as it came where it is one, in every element', () => {
    const { record, deletions } = keepAnnex(
      oneRecord(
        ...['RCI+DL:MDU9Q6:C', 'ORG+DL:IAD+70379193:LON+++A+GB+D050517', 'TIF+PROBE+BORIS:A:1', 'FAR+N+++++YLE3M/CH25'],
        ...['TKT+00612345678901:T:1', 'MON+B:94.34:GBP', 'PTK+NR', 'FOP+CC::100.00:VI::1018'],
        ...['TVL+261126:0930:261126:1105+VIE+XAA+ZZ:YY+123A:M', 'RPI++HK', 'APD+B77W', 'DAT+2:261126:0800'],
        ...['ORG+ZZ:VIE++++++GS', 'TRI++SIN-168:::1', 'SSD+011C', 'TBD++2:46:701+++ZZ:0853:2:XAA'],
        ...['EQN+2', 'RCI+ZZ:SPLIT1'],
      ).pnr,
    );
    expect(deletions).to.deep.equal({});
    const { open, sealed } = record;
    expect(open.locators[1]).to.include({ system: 'DL', code: 'MDU9Q6', kind: 'C' });
    expect(open.agency).to.deep.equal({
      ...{ system: 'DL', location: 'IAD', iataNumber: '70379193', office: 'LON', city: '', kind: 'A', country: 'GB' },
      agent: 'D050517',
    });
    expect(open.itinerary[0]).to.deep.include({
      ...{ from: 'VIE', to: 'XAA', carrier: 'ZZ', flight: '123A', bookingClass: 'M', status: 'HK', equipment: 'B77W' },
      operatedBy: { carrier: 'YY', flight: '' },
    });
    expect(open.itinerary[0]?.checkIn?.agent).to.equal('GS');
    expect(sealed.a.tickets[0]).to.deep.include({
      ...{ number: '00612345678901', kind: 'T', conditions: 'NR' },
      amounts: [{ kind: 'B', amount: '94.34', currency: 'GBP' }],
    });
    expect(sealed.a.checkedIn[0]).to.deep.include({
      ...{ seat: '11C', boardingNumber: 'SIN-168' },
      baggage: [
        { pieces: '2', weight: '46', unit: 'lb', tags: [{ carrier: 'ZZ', first: '0853', count: '2', to: 'XAA' }] },
      ],
    });
    expect(sealed.a.splitCount).to.equal('2');
    expect(sealed.c.payments[0]).to.include({ form: 'CC', amount: '100.00', vendor: 'VI', expiry: '1018' });
  });
});
