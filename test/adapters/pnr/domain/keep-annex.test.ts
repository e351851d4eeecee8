/** What of a record goes through, and what does not (Annex I, Arts. 6(1), 13(4)). */
import { expect } from 'chai';
import fc from 'fast-check';
import { keepAnnex } from '../../../../src/adapters/pnr/domain/keep-annex.js';
import { MASKED_LETTERS } from '../../../../src/adapters/pnr/domain/kept-record.js';
import { oneRecord } from '../../../formats/pnr/messages.js';

const LEG = ['TVL+261126:0930:261126:1105+VIE+XAA+ZZ+123:M', 'RPI++HK'];
const ANNA = 'TIF+PROBE+ANNAMRS:A:1';
const kept = (...segments: string[]) => keepAnnex(oneRecord(...segments).pnr);

/** Codes of AIRIMP: what they show, and how their deletion is counted. */
const DELETED = {
  RELIGIOUS_MEAL: 'MOML KSML HNML VJML AVML',
  HEALTH_MEAL: 'DBML GFML LSML LFML LCML NLML PRML BLML LPML HFML',
  OTHER_MEAL: 'VGML VLML VOML RVML SFML FPML CHML BBML SPML',
  HEALTH: 'WCHR WCHS WCHC WCMP WCBD WCBW WCLB WCOB BLND DEAF DPNA MEDA STCR OXYG PPOC LEGB LEGL LEGR SVAN ESAN MAAS',
  OUTSIDE_ANNEX_I: 'PETC LANG OTHS GRPF CLID',
} as const;

describe('the filter of Annex I', () => {
  for (const [category, codes] of Object.entries(DELETED)) {
    it(`deletes and counts ${category}: ${codes}`, () => {
      const all = codes.split(' ');
      const { record, deletions } = kept(ANNA, ...all.map((code) => `SSR+${code}:HK:1:ZZ:::::SECRET ${code}`), ...LEG);
      expect(deletions).to.deep.equal({ [category]: all.length });
      const text = JSON.stringify(record);
      for (const code of all) expect(text).not.to.include(code);
      expect(text).not.to.include('SECRET');
    });
  }

  it('keeps of free text the contact in it, and nothing around it', () => {
    const { record, deletions } = kept(
      ANNA,
      'IFT+4:28::ZZ+CTCM 436991234567',
      'IFT+4:28::ZZ+VIP BISHOP OF WIEN',
      'LTS+REQUESTED KSML',
      ...LEG,
    );
    expect(record.sealed.b.contacts.map(({ value }) => value)).to.deep.equal(['436991234567']);
    expect(deletions).to.deep.equal({ FREE_TEXT: 2 });
    expect(JSON.stringify(record)).not.to.match(/BISHOP|KSML/);
  });

  it('keeps of a contact what can be written to or called', () => {
    const { record, deletions } = kept(
      ANNA,
      'SSR+CTCM:HK:1:ZZ:::::436991234567 KOSHER PLEASE',
      'SSR+CTCE:HK:1:ZZ:::::ANNA//EXAMPLE.COM BLIND',
      'IFT+4:28::ZZ+CTCA BISHOPS PALACE WIEN',
      ...LEG,
    );
    expect(record.sealed.b.contacts.map(({ value }) => value)).to.deep.equal(['436991234567', 'ANNA@EXAMPLE.COM']);
    expect(deletions).to.deep.equal({ FREE_TEXT: 3 });
    expect(JSON.stringify(record)).not.to.match(/KOSHER|BLIND|BISHOP/);
  });

  it('keeps the end of an account, and gives the whole to whoever makes search keys', () => {
    const { record, deletions, accounts } = kept(
      ANNA,
      'TKT+9991234567890:T:1',
      'FOP+CC::310.00:VI:9999123412341238:1229',
      ...LEG,
    );
    expect(record.sealed.c.payments[0]).to.include({ account: '1238', form: 'CC', vendor: 'VI' });
    expect(accounts).to.deep.equal(['9999123412341238']);
    expect(deletions).to.deep.equal({ ACCOUNT_NUMBER: 1 });
    expect(JSON.stringify(record)).not.to.include('999912341234');
  });

  it('keeps of a payer what shows no belief and no illness', () => {
    const { record } = kept(
      ANNA,
      'TKT+9991234567890:T:1',
      'FOP+MS::310.00',
      'IFT+4:43+PROBE GMBH WIEN',
      'IFT+4:43+CATHOLIC PILGRIM TOURS',
      ...LEG,
    );
    expect(record.sealed.c.payments[0]?.payer).to.deep.equal(['PROBE GMBH WIEN']);
  });

  it('keeps of remarks that a minor travels alone, and how old', () => {
    const { record } = kept('TIF+PROBE+ZOFIA:C:1', 'SSR+UMNR:HK:1:ZZ:::::UM09 MET BY AUNT', ...LEG);
    expect(record.sealed.e.remarks).to.deep.equal([{ kind: 'UNACCOMPANIED_MINOR', text: 'UM09' }]);
    expect(JSON.stringify(record)).not.to.include('AUNT');
  });

  it('has in the open half nothing that Art. 12(2) masks', () => {
    const { record } = kept(
      'SSR+DOCS:HK:1:ZZ:::::/P/UTO/L898902C/UTO/12AUG74/F/15APR32/PROBE/ANNA',
      'ADD++700:MUSTERWEG 1:WIEN:::AT:1010:+4319876543',
      ANNA,
      'FTI+ZZ:8877665544:1',
      'TKT+9991234567890:T:1',
      'FOP+CC::310.00:VI:9999123412341238:1229',
      ...LEG,
      'DAT+2',
      'TRI++SIN-168:::1',
      'TIF+PROBE+ANNA:A:1',
      'SSD+11D',
    );
    const open = JSON.stringify(record.open);
    expect(open).not.to.match(/PROBE|ANNA|L898902C|MUSTERWEG|19876543|8877665544|1238|SIN-168|11D|9991234567890/);
    expect(record.sealed.a.checkedIn.map(({ seat }) => seat)).to.deep.equal(['11D']);
    expect(Object.keys(record.sealed)).to.deep.equal([...MASKED_LETTERS]);
  });

  it('tells of a change which segments it was of, and of the journey no more than the journey', () => {
    const { record } = kept(
      ANNA,
      ...LEG,
      'ABI+1+HDQ',
      'SAC++X',
      'TVL+261126:0930:261126:1105+VIE+XAA+ZZ+123:M',
      'RPI+3+HK',
      'SSR+WCHR:HK:1:ZZ',
      'SAC++PRAYER ROOM',
      'TVL+261126:0930+VIE+XAA+ZZ+123:M+PRAYER ROOM',
      'TRA+ZZ+123:M',
    );
    // How many travel together is masked after six months (Art. 12(2)(a)), so a status stands without its number.
    expect(record.open.changes.map(({ action, items }) => [action, items])).to.deep.equal([
      ['X', ['TVL 261126:0930:261126:1105 VIE XAA ZZ 123:M', 'RPI HK', 'SSR']],
      ['', ['TVL 261126:0930 VIE XAA ZZ 123:M', 'TRA ZZ 123:M']],
    ]);
  });

  for (const text of ['TVL PROBE ANNA BLIND', 'RPI WHEELCHAIR', 'TRA KOSHER', 'KSML', 'WCHR REQUESTED']) {
    it(`has nothing of old text that begins as a change might: ${text}`, () => {
      const { record, deletions } = kept(ANNA, ...LEG, `LTS+${text}`);
      expect(JSON.stringify(record.open)).not.to.match(/PROBE|BLIND|WHEEL|KOSHER|KSM|WCH/);
      expect(deletions).to.deep.equal({ FREE_TEXT: 1 });
    });
  }

  it('takes nothing but a code for a form of payment: some write the card there', () => {
    const { record } = kept(ANNA, 'TKT+9991234567890:T:1', 'FOP+CCVI9999123412341238::310.00', 'FOP+CA', ...LEG);
    expect(record.open.paymentForms).to.deep.equal(['CA']);
    expect(JSON.stringify(record)).not.to.include('9999123412341238');
  });

  it('keeps the birth in a document of a traveller whose surname has other signs there, and no other birth', () => {
    const docs = (birth: string, surname: string): string =>
      `SSR+DOCS:HK:1:ZZ:::::/P/XA/P1/XB/${birth}/F/01JAN30/${surname}/ANNA`;
    const { record } = kept(
      docs('12JUL64', 'MUELLER-BEISPIEL'),
      'TIF+MUELLERBEISPIEL+ANNAMRS:A:1',
      'TIF+GUT+MAXMR:A:2',
      docs('13JUL64', 'GAST'),
      ...LEG,
    );
    expect(record.sealed.a.travellers.map(({ birth }) => birth)).to.deep.equal(['1964-07-12', undefined]);
  });

  it('keeps the birth in a document that several travel on of whom it names, not of a namesake', () => {
    const { record } = kept(
      'SSR+DOCS:HK:2:ZZ:::::/P/XA/P1/XB/12JUL64/F/01JAN30/PROBE/ANNA/MARIA+::1+::2',
      ANNA,
      'TIF+PROBE+MAXMSTR:C:2',
      ...LEG,
    );
    expect(record.sealed.a.travellers.map(({ birth }) => birth)).to.deep.equal(['1964-07-12', undefined]);
  });

  it('keeps the birth in a document of a traveller rather than in an infant’s that is with them, and in one that tells fewer names', () => {
    const docs = (birth: string, names: string): string =>
      `SSR+DOCS:HK:1:ZZ:::::/P/XA/P1/XB/${birth}/F//PROBE/${names}`;
    const { record } = kept(
      ANNA,
      docs('01JAN26', 'TOM'),
      docs('12JUL64', 'ANNA'),
      'TIF+PROBE+TOM:IN:2',
      'TIF+PROBE+ANNA MARIA:C:3',
      docs('03MAR15', 'ANNA'),
      ...LEG,
    );
    expect(record.sealed.a.travellers.map(({ birth }) => birth)).to.deep.equal(['1964-07-12', undefined, '2015-03-03']);
  });

  it('keeps what was paid without a ticket, and makes no ticket of it', () => {
    const { record } = kept('FOP+CA::80', ANNA, 'FOP+CC::120:VI', 'TIF+GUT+MAXMR:A:2', 'MON+T:90:EUR', ...LEG);
    expect(record.sealed.c.payments.map(({ form, amount }) => [form, amount])).to.deep.equal([
      ['CA', '80'],
      ['CC', '120'],
    ]);
    expect(record.open.paymentForms).to.deep.equal(['CA', 'CC']);
    expect(record.sealed.a.tickets.map(({ amounts, traveller }) => [amounts.length, traveller])).to.deep.equal([
      [1, '2'],
    ]);
    expect(kept('FOP+CA::80', ANNA, ...LEG).record.open.ticketing).to.deep.equal([]);
  });

  it('deletes the place of birth: it is no API data of Annex I', () => {
    const { record, deletions } = kept(ANNA, 'SSR+DOCO:HK:1:ZZ:::::KHARKIV/V/V1234567/WIEN/01JAN26/AT', ...LEG);
    expect(record.sealed.f.otherDocuments).to.have.length(1);
    expect(record.sealed.f.otherDocuments[0]).to.include({ number: 'V1234567', placeOfBirth: '' });
    expect(deletions).to.deep.equal({ OUTSIDE_ANNEX_I: 1 });
  });

  it('lets no free text through, wherever it stands', () => {
    const places = [
      (text: string) => `SSR+OTHS:HK:1:ZZ:::::${text}`,
      (text: string) => `SSR+SPML:HK:1:ZZ:::::${text}`,
      (text: string) => `SSR+RQST:HK:1:ZZ:::::${text}`,
      (text: string) => `SSR+INFT:HK:1:ZZ:::::${text}`,
      (text: string) => `SSR+TKNE:HK:1:ZZ:::::${text}`,
      (text: string) => `IFT+4:28::ZZ+${text}`,
      (text: string) => `LTS+${text}`,
      (text: string) => `ADD++700:STREET:CITY:::AT:1010:${text}`,
      (text: string) => `ABI+1+${text}`,
      (text: string) => `ZZZ+${text}`,
    ];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: places.length - 1 }), fc.integer({ min: 100, max: 999 }), (at, number) => {
        const secret = `PRAYER${number} NEEDED`;
        const segment = places[at]?.(secret) ?? '';
        expect(JSON.stringify(kept(ANNA, ...LEG, segment))).not.to.include('PRAYER');
        expect(JSON.stringify(kept(segment, ANNA, ...LEG))).not.to.include('PRAYER');
      }),
      { numRuns: 200 },
    );
  });
});
