/** Questions at check-in, each about somebody else, as calls of PnrService.PushPnr. */
import { writeInteractivePaxlst } from '../../src/formats/api/interactive.js';
import type { ApiPerson, PassengerList } from '../../src/formats/api/passenger-list.js';
import { AccessContext, Purpose } from '../../src/gen/ostiary/common/v1/access.js';
import { PushFormat, PushPnrRequest } from '../../src/gen/ostiary/pnr/v1/push.js';

/** Passengers of one flight. */
const PASSENGERS = 150;
/** Designator of the simulated carrier XA-AIR. */
const CARRIER = '0X';
const SURNAMES = ['PROBE', 'VAN DER MUELLEN', 'PAPANDROPOULOUS', 'OCONNOR', 'SMITH JONES', 'NILAVADHANANANDA'];

const ACCESS = AccessContext.fromPartial({
  legalBasisId: 'PNR-8',
  purpose: Purpose.CARRIER,
  caseReference: 'CHECKIN-2026-11-30',
  justification: 'passenger at check-in',
  operatingUnit: 'Desk 1',
});

/** The call about one passenger, by a number from 0. */
export function questionAbout(number: number): Buffer {
  const options = { directory: '12B', day: '2026-11-29', time: '08:00', interchange: String(number) } as const;
  const message = Buffer.from(writeInteractivePaxlst(listOf(number), [personOf(number)], options));
  const request = PushPnrRequest.fromPartial({ access: ACCESS, format: PushFormat.PAXLST_EDIFACT, message });
  return Buffer.from(PushPnrRequest.encode(request).finish());
}

function listOf(number: number): PassengerList {
  const flight = `${CARRIER}${100 + Math.floor(number / PASSENGERS)}`;
  return {
    format: '',
    sender: CARRIER,
    recipient: 'XAPIU',
    reference: `${flight}/301126/0930`,
    transaction: `TX${number}`,
    revision: '',
    part: { number: 1, last: true },
    kind: 'passengers',
    status: '',
    reportingParty: { name: 'DESK ONE', phone: '0043155501', fax: '', email: '' },
    flights: [
      {
        stage: '20',
        carrier: CARRIER,
        number: flight,
        legs: [
          {
            from: 'IST',
            to: 'VIE',
            departure: { day: '2026-11-30', time: '09:30' },
            arrival: { day: '2026-11-30', time: '11:05' },
            crossesBorder: true,
          },
        ],
      },
    ],
  };
}

const personOf = (number: number): ApiPerson => ({
  number: 1,
  kind: 'passenger',
  surname: SURNAMES[number % SURNAMES.length] ?? '',
  givenNames: [`ANNA${letters(number)}`, 'MARIA'],
  address: [],
  sex: 'F',
  birth: `19${50 + (number % 50)}-0${1 + (number % 9)}-1${number % 10}`,
  nationality: 'UTO',
  places: { embarkation: 'IST', disembarkation: 'VIE' },
  locator: `R${10_000 + Math.floor(number / 3)}`,
  uniqueReference: `U${number}`,
  seat: `${1 + (number % 40)}A`,
  otherReferences: {},
  verified: true,
  baggage: { pieces: '1', weight: '20', unit: 'kg', tags: [] },
  documents: [{ type: 'P', number: `P${1_000_000 + number}`, issuer: 'UTO', expiry: '2031-05-06' }],
  remarks: [],
});

const letters = (number: number): string =>
  Array.from(String(number), (digit) => String.fromCharCode(65 + Number(digit))).join('');
