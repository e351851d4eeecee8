/** Travellers with their documents, fares, tickets and payments (groups 2 to 4). */
import { fold, writeSegment } from '../../../edifact/writer.js';
import type { Pnr, SpecialService, Ticket, Traveller } from '../../pnr.js';
import { readDoca, readDoco, readDocs, writeDoca, writeDoco, writeDocs } from '../../texts/documents.js';
import { withTitle } from '../../texts/names.js';
import { writeMoment } from './moments.js';
import { inGroups, TEXT_LENGTH, writeAddress, writeRemark, writeService } from './segments.js';

/** Frequent flyer numbers in one segment. */
const FREQUENT_FLYER = 9;

/** A traveller, with the services and remarks that stand in this part of the record. `told` is what toldDocuments gives. */
export function writeTraveller(traveller: Traveller, pnr: Pnr, told: ReadonlySet<string>): string[] {
  const { reference, surname, givenNames, title, kind, infantReference, otherNames, uniqueReference } = traveller;
  const isOwn = ({ travellerReference }: { readonly travellerReference: string }): boolean =>
    reference !== '' && travellerReference === reference;
  return [
    writeSegment('TIF', surname, [withTitle(givenNames, title), kind, reference, infantReference, ...otherNames]),
    ...inGroups(traveller.frequentFlyer, FREQUENT_FLYER).map((group) =>
      writeSegment('FTI', ...group.map(({ carrier, number, tier }) => [carrier, number, '', '', tier])),
    ),
    ...pnr.remarks.filter(isOwn).map(writeRemark),
    ...(uniqueReference === '' ? [] : [writeSegment('REF', ['', uniqueReference])]),
    ...traveller.fares.map(({ passengerType, bases }) => writeSegment('FAR', passengerType, '', '', '', '', ...bases)),
    ...pnr.services.filter(isOwn).map(writeService),
    ...untoldDocuments(traveller, told).map(writeService),
    ...traveller.tickets.flatMap(writeTicket),
  ];
}

const NO_SERVICE: SpecialService = {
  code: '',
  status: 'HK',
  quantity: '1',
  carrier: '',
  from: '',
  to: '',
  text: '',
  details: [],
  travellerReference: '',
};

/** What services of the record tell of documents. `day` settles centuries. */
export function toldDocuments(pnr: Pnr, day: string): ReadonlySet<string> {
  const services = [...pnr.services, ...pnr.itinerary.flatMap((segment) => segment.services)];
  return new Set(
    services.map(({ code, text }) => {
      if (code === 'DOCS') return textOf(code, readDocs(text, day));
      if (code === 'DOCO') return textOf(code, readDoco(text, day));
      return code === 'DOCA' ? textOf(code, readDoca(text)) : '';
    }),
  );
}

/** Documents that no service of the record tells of, as services. */
function untoldDocuments(traveller: Traveller, told: ReadonlySet<string>): SpecialService[] {
  return [
    ...traveller.documents.map((one) => ({ code: 'DOCS', one, text: writeDocs(one) })),
    ...traveller.otherDocuments.map((one) => ({ code: 'DOCO', one, text: writeDoco(one) })),
    ...traveller.addresses.map((one) => ({ code: 'DOCA', one, text: writeDoca(one) })),
  ]
    .filter(({ code, one }) => !told.has(textOf(code, one)))
    .map(({ code, text }) => ({ ...NO_SERVICE, code, text }));
}

const textOf = (code: string, document: object | undefined): string => code + JSON.stringify(document);

function writeTicket({ number, kind, amounts, conditions, taxes, issuedOn, payments }: Ticket): string[] {
  return [
    writeSegment('TKT', [number, kind, '1']),
    ...(amounts.length === 0
      ? []
      : [writeSegment('MON', ...amounts.map((one) => [one.kind, one.amount, one.currency]))]),
    ...(conditions === undefined
      ? []
      : [writeSegment('PTK', conditions.flags, '', conditions.deadline.split(' '), conditions.carrier)]),
    ...(taxes.length === 0
      ? []
      : [writeSegment('TXD', '', ...taxes.map((one) => [one.amount, '', one.currency, one.kind]))]),
    ...(issuedOn === undefined ? [] : [writeSegment('DAT', ['710', ...writeMoment(issuedOn)])]),
    ...payments.flatMap(({ form, amount, vendor, account, expiry, holder, payer, addresses }) => [
      writeSegment('FOP', [form, '', amount, vendor, account, expiry, '', '', '', '', holder]),
      ...payer.map((text) => writeSegment('IFT', ['4', '43'], ...fold(text, TEXT_LENGTH))),
      ...addresses.map(writeAddress),
    ]),
  ];
}
