/** Travellers as Passenger elements, with fares, tickets and documents. */
import type { XmlNode } from '../../xml/write-xml.js';
import type { Pnr, Ticket, Traveller } from '../pnr.js';
import { writeDoca, writeDoco, writeDocs } from '../texts/documents.js';
import { attributesOf, momentText } from './nodes.js';
import { kindOfFares } from './read-passenger.js';
import { writeService } from './write-service.js';

/** Passenger types by kinds of traveller. */
const TYPE_OF_KIND: ReadonlyMap<string, string> = new Map([
  ['A', 'ADT'],
  ['C', 'CHD'],
  ['IN', 'INF'],
]);

/** A document as its element, and as the text of the service that tells of it. */
interface Document {
  readonly code: string;
  readonly text: string;
  readonly element: XmlNode;
}

/** A traveller, with the services that stand in this part of the record. */
export function writePassenger(traveller: Traveller, pnr: Pnr): XmlNode {
  const { reference, surname, givenNames, title, infantReference, frequentFlyer, fares, tickets } = traveller;
  const documents = documentsOf(traveller);
  const own = pnr.services.filter((one) => reference !== '' && one.travellerReference === reference);
  const texts = new Set(documents.map(({ code, text }) => code + text));
  return [
    'Passenger',
    [
      givenNames === '' ? undefined : ['GivenName', givenNames],
      surname === '' ? undefined : ['Surname', surname],
      title === '' ? undefined : ['NameTitle', title],
      ...frequentFlyer.map(({ carrier, number, tier }): XmlNode => [
        'CustLoyalty',
        [],
        attributesOf({ ProgramID: carrier, MembershipID: number, LoyalLevel: tier }),
      ]),
      writeKind(traveller),
      ...fares.map(({ passengerType, bases }): XmlNode => [
        'FareInfo',
        [],
        attributesOf({ PTC_Code: passengerType, FareBasis: bases.join(' ') }),
      ]),
      ...own.filter(({ code, text }) => !texts.has(code + text)).flatMap(writeService),
      ...tickets.map(writeTicket),
      ...documents.map(({ code, text, element }): XmlNode => {
        const service = own.find((one) => one.code === code && one.text === text);
        return [
          'DOC_SSR',
          [service?.carrier ? ['FlightInfo', [], { Code: service.carrier }] : undefined, element],
          attributesOf({
            SSRCode: code,
            Status: service?.status ?? 'HK',
            ServiceQuantity: service?.quantity ?? '1',
            RPH: reference,
          }),
        ];
      }),
    ],
    attributesOf({ RPH: reference, AccompaniedByInfantInd: infantReference === '' ? '' : 'true' }),
  ];
}

/** The kind of a traveller is that of the first fare that tells one. Where that is another, or none, one more stands before. */
function writeKind({ kind, fares }: Traveller): XmlNode | undefined {
  const type = TYPE_OF_KIND.get(kind);
  if (type === undefined || kindOfFares(fares) === kind) return undefined;
  return ['FareInfo', [], { PTC_Code: type }];
}

const writeTicket = ({ number, kind, issuedOn, amounts, conditions, taxes, payments }: Ticket): XmlNode => [
  'TicketDocument',
  [
    ...amounts
      .filter((one) => one.kind === 'T')
      .map(({ amount, currency }): XmlNode => [
        'TotalFare',
        [],
        attributesOf({ Amount: amount, CurrencyCode: currency }),
      ]),
    conditions?.flags === 'NR' ? ['PricingInfo', [], { NonRefundableInd: 'true' }] : undefined,
    taxes.length === 0
      ? undefined
      : [
          'Taxes',
          taxes.map((one): XmlNode => [
            'Tax',
            [],
            attributesOf({ Amount: one.amount, CurrencyCode: one.currency, TaxType: one.kind }),
          ]),
        ],
    ...payments.map((one): XmlNode => [
      'PaymentInfo',
      [],
      attributesOf({
        PaymentType: one.form,
        PaymentAmount: one.amount,
        VendorCode: one.vendor,
        AccountNbr: one.account,
        ExpiryDate: one.expiry,
        CardHolderName: one.holder,
      }),
    ]),
  ],
  attributesOf({ TicketDocumentNbr: number, Type: kind, DateOfIssue: momentText(issuedOn) }),
];

function documentsOf({ documents, otherDocuments, addresses }: Traveller): Document[] {
  const of = (code: string, text: string, attributes: Readonly<Record<string, string | undefined>>): Document => ({
    code,
    text,
    element: [code, [], attributesOf(attributes)],
  });
  return [
    ...documents.map((one) =>
      of('DOCS', writeDocs(one), {
        TravelDocType: one.type,
        IssuingLoc: one.issuer,
        TravelDocNbr: one.number,
        PaxNationality: one.nationality,
        DateOfBirth: one.birth,
        Gender: one.sex,
        ExpiryDate: one.expiry,
        Surname: one.surname,
        FirstGivenName: one.givenNames[0],
        SecondGivenName: one.givenNames.slice(1).join(' '),
      }),
    ),
    ...otherDocuments.map((one) =>
      of('DOCO', writeDoco(one), {
        BirthLocation: one.placeOfBirth,
        TravelDocType: one.type,
        TravelDocNbr: one.number,
        PlaceOfIssue: one.placeOfIssue,
        DateOfIssue: one.issuedOn,
        CountryState: one.country,
      }),
    ),
    ...addresses.map((one) =>
      of('DOCA', writeDoca(one), {
        AddressType: one.type,
        Country: one.country,
        Address: one.street,
        CityName: one.city,
        StateProvCounty: one.region,
        PostalCode: one.postcode,
      }),
    ),
  ];
}
