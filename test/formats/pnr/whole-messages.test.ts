/** Whole messages of our own with what public ones have of oddities, and what is in them, read off by hand. */
import { expect } from 'chai';
import { readPnrgov } from './messages.js';

/** Arrival in the place of its date, locator one place early, three legs, a check-in without a date, wrong trailers. */
const PARTY = `UNB+IATA:1+ZZ++261126:1120+4711'
UNH+1+PNRGOV:13:1:IA+REF77'
MSG+:22'
ORG+ZZ:VIE+55107'
TVL+261126:1220:1505+VIE+XAA+ZZ+988'
EQN+1'
SRC'
RCI+ZZ:QX1Y2Z:231026:1220'
DAT+700:251126:1226+710:241126:1120'
ORG+YY:MUC+12345675:MUC+++A+XB:EUR+A77'
ADD++702:AM RING 1:GRAZ:::XB::43155501234'
TIF+MUSTER+ILSEMRS:A:1'
FTI+YY:4001:::'
IFT+4:28::YY+CTCE ILSE..MUSTER//EXAMPLE.COM'
REF+:900001'
FAR+N+++++'
SSR+DOCS:HK::YY:::::/P/XA/D111//13AUG54/F/26APR31/MUSTER/ILSE/ZARA'
TKT+25700000001:T:1'
MON+B:754.72:EUR+T:800.00:EUR'
PTK+NR++270417:1010+YY+006+MUC'
TXD++4.53:::AY6+6.79:::YQ'
DAT+710:241126'
FOP+CC::800.00:VI:411111XXXXXX1111:0329'
IFT+4:43+ILSE MUSTER+9 GASSE GRAZ XB 8010+43155501234'
TIF+GRUBER+PAULMR:A:2'
FTI+YY:4002:::'
SSR+DOCS:HK::YY:::::/P//D222//21OCT42/M/08JAN29/GRUBER/PAUL'
TKT+25700000002:T:1'
FOP+CA::100.00'
TIF+GRUBER+MIAMISS:C:3'
TVL+251126:1420::2120+XCC+XDD+YY+834:B'
APD+777'
SSR+SEAT:HK:3:YY:::XCC:XDD+XXX::1+XXX::2+XXX::3'
RCI+YY:QX1Y2Z'
DAT+2:241126:1333'
TRI++253:::253'
TIF+MUSTER+ILSEMRS:A:1'
SSD+XXX++++Y'
TBD++01:46:701+++YY:0847::VIE:006'
TRI++254:::254'
TIF+GRUBER+PAULMR:A:2'
SSD+XXX++++Y'
TBD++02:37:701++HP:5+YY:0852::VIE:006+YY:0853::VIE:006'
TRI++255:::255'
TIF+GRUBER+MIAMISS:C:3'
TBD++++MP:5'
TVL+251126:2320:261126:0531+XDD+VIE+YY+706:B'
APD+777'
TVL+261126:1220::1505+VIE+XAA+ZZ+988:B'
SSR+SEAT:HK:3:ZZ:::VIE:XAA++22C::1+21H::2+21J::3'
DAT+2:'
TRI++253:::253'
TIF+MUSTER+ILSEMRS:A:1'
SSD+022C++++Y'
ABI+1+:VIERR+VIE++YY'
UNT+50'
UNZ+1+99'`;

/** Separators of its own, one of which stands in free text unreleased; no terminator behind the history; no line end. */
const DASHES =
  'UNA:-.? *UNB-IATA:1-YY--261125:1410-77*UNH-1-PNRGOV:13:1:IA-REF78*MSG-:22*ORG-YY:XCC-55107*' +
  'TVL-251126:1420:2122-XCC-XDD-YY-834*EQN-1*SRC*RCI-YY:AA11BB::231026:2100*DAT-700:241126:1912*' +
  'TIF-MUSTER-OTTO:A:1*IFT-4:28::YY-CTCT VIE 555-0123 REISEN*IFT-4:28-AA 1A-ADDRESS 987.654*' +
  'SSR-DOCS:HK::YY:::::/P/XA/D333/XA/20OCT94/M/20APR32/MUSTER/OTTO*TVL-251126:1420::2122-XCC-XDD-YY-834:B*' +
  'DAT-2:241126:2002*TRI--1:::1*TIF-MUSTER-OTTO:A:1*SSD-1A----Y*TBD--1:44:700---YY:48521::XDD:1*ABI-1-:VIERR-VIE--YY*UNT-34*UNZ-1-78*';

describe('a whole message', () => {
  for (const [how, text] of [
    ['with line ends behind segments', PARTY],
    ['in one line', PARTY.replaceAll('\n', '')],
    ['with line ends everywhere', PARTY.replaceAll('\n', '').replace(/.{31}/g, '$&\r\n')],
  ] as const) {
    it(`of a party with three legs is read, ${how}`, () => {
      const { pushes, records, faults } = readPnrgov(text);
      expect(faults).to.deep.equal(['TIME_FOR_DATE', 'LOCATOR_SHIFTED', 'UNT_COUNT', 'UNT_REFERENCE', 'UNZ_REFERENCE']);
      expect(pushes[0]?.flight?.arrival).to.deep.equal({ day: '2026-11-26', time: '15:05' });
      expect(records).to.have.length(1);
      const [pnr] = records;
      expect(pnr?.locators).to.deep.equal([
        { system: 'ZZ', code: 'QX1Y2Z', kind: '', createdAt: { day: '2026-10-23', time: '12:20' } },
      ]);
      expect(pnr?.contacts.map(({ value }) => value)).to.deep.equal(['43155501234', 'ILSE_MUSTER@EXAMPLE.COM']);
      expect(
        pnr?.travellers.map(({ surname, givenNames, title, kind, documents, tickets }) => [
          `${surname} ${givenNames} ${title} ${kind}`,
          documents.map(({ issuer, number, birth, expiry }) => `${issuer} ${number} ${birth} ${expiry}`).join(),
          tickets.map(({ number, payments }) => `${number} ${payments.map(({ form }) => form).join()}`).join(),
        ]),
      ).to.deep.equal([
        ['MUSTER ILSE MRS A', 'XA D111 1954-08-13 2031-04-26', '25700000001 CC'],
        ['GRUBER PAUL MR A', ' D222 1942-10-21 2029-01-08', '25700000002 CA'],
        ['GRUBER MIA MISS C', '', ''],
      ]);
      expect(pnr?.travellers[0]?.tickets[0]?.payments[0]?.payer).to.deep.equal([
        'ILSE MUSTER 9 GASSE GRAZ XB 8010 43155501234',
      ]);
      expect(
        pnr?.itinerary.map(({ flight, arrival, checkIns }) => [
          `${flight} ${arrival?.day}`,
          checkIns.map(({ at, travellers }) => [at?.time, travellers.map(({ surname, seat }) => surname + seat)]),
        ]),
      ).to.deep.equal([
        ['834 2026-11-25', [['13:33', ['MUSTER', 'GRUBER', 'GRUBER']]]],
        ['706 2026-11-26', []],
        ['988 2026-11-26', [[undefined, ['MUSTER22C']]]],
      ]);
      expect(
        pnr?.itinerary[0]?.checkIns[0]?.travellers.map(({ baggage: [bag] }) => [
          `${bag?.pieces} ${bag?.weight} ${bag?.unit} ${bag?.pool?.role}`,
          bag?.tags.map(({ first }) => first).join(),
        ]),
      ).to.deep.equal([
        ['01 46 lb undefined', '0847'],
        ['02 37 lb head', '0852,0853'],
        ['   member', ''],
      ]);
      expect([pnr?.history, pnr?.unknown]).to.deep.equal([[], []]);
    });
  }

  it('with separators of its own is read, text with one of them in it, too', () => {
    const { records, faults } = readPnrgov(DASHES);
    expect(faults).to.deep.equal(['TIME_FOR_DATE', 'UNT_COUNT', 'UNT_REFERENCE', 'UNZ_REFERENCE']);
    const [pnr] = records;
    expect(pnr?.remarks.map(({ text }) => text)).to.deep.equal(['CTCT VIE 555 0123 REISEN', 'AA 1A ADDRESS 987.654']);
    expect(pnr?.travellers[0]?.documents[0]).to.deep.include({
      number: 'D333',
      birth: '1994-10-20',
      expiry: '2032-04-20',
    });
    expect(pnr?.itinerary[0]?.checkIns[0]?.travellers[0]).to.deep.include({ seat: '1A', surname: 'MUSTER' });
    expect(pnr?.itinerary[0]?.checkIns[0]?.travellers[0]?.baggage[0]).to.deep.include({ weight: '44', unit: 'kg' });
  });

  it('does not end at what looks like a trailer in released text, or at a word that ends like one', () => {
    const text = PARTY.replace('ILSE..MUSTER//', 'ILSE..UUNT?+50BB//').replace('9 GASSE GRAZ', 'NO DISCOUNT');
    const { records } = readPnrgov(text);
    expect(records[0]?.contacts[1]?.value).to.equal('ILSE_UUNT+50BB@EXAMPLE.COM');
    expect(records[0]?.itinerary).to.have.length(3);
    const ended = PARTY.replace("+43155501234'\nTIF", "+43155501234 DISCOUNT'\nTIF");
    expect(readPnrgov(ended).records[0]?.travellers).to.have.length(3);
  });
});
