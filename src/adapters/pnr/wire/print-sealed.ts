import type { PostalAddress } from '../../../formats/pnr/pnr.js';
import type { PassengerNameRecord, PnrAddress, PnrTraveller } from '../../../gen/ostiary/pnr/v1/record.js';
import type { KeptTraveller, SealedHalf } from '../domain/kept-record.js';

type Sealed = Pick<
  PassengerNameRecord,
  | 'travellerCount'
  | 'travellers'
  | 'contacts'
  | 'addresses'
  | 'payments'
  | 'frequentFlyers'
  | 'remarks'
  | 'documents'
  | 'otherDocuments'
  | 'statedAddresses'
>;

/** Nothing of it. */
const NOTHING: Sealed = {
  travellerCount: 0,
  travellers: [],
  contacts: [],
  addresses: [],
  payments: [],
  frequentFlyers: [],
  remarks: [],
  documents: [],
  otherDocuments: [],
  statedAddresses: [],
};

/** The elements of Art. 12(2); none where they are masked. */
export function printSealed(sealed: SealedHalf | undefined): Sealed {
  if (sealed === undefined) return NOTHING;
  const { a, b, c, d, e, f } = sealed;
  return {
    travellerCount: a.travellers.length,
    travellers: a.travellers.map((traveller) => printTraveller(traveller, a.checkedIn)),
    contacts: b.contacts.map(({ kind, value }) => ({ kind, value })),
    addresses: b.addresses.map(printAddress),
    payments: c.payments.map(({ form, amount, vendor, account, expiry, holder, payer, addresses }) => ({
      ...{ form, amount, vendor, expiry, holder, accountEnd: account, payer: [...payer] },
      addresses: addresses.map(printAddress),
    })),
    frequentFlyers: d.frequentFlyers.map(({ carrier, number, tier, traveller }) => ({
      ...{ carrier, number, tier, travellerReference: traveller },
    })),
    remarks: e.remarks.map((remark) => ({ ...remark })),
    documents: f.documents.map(({ birth, expiry, givenNames, traveller, ...document }) => ({
      ...document,
      dateOfBirth: birth ?? '',
      expiresOn: expiry ?? '',
      givenNames: [...givenNames],
      travellerReference: traveller,
    })),
    otherDocuments: f.otherDocuments.map(({ issuedOn, traveller, ...document }) => ({
      ...document,
      issuedOn: issuedOn ?? '',
      travellerReference: traveller,
    })),
    statedAddresses: f.statedAddresses.map(({ traveller, ...address }) => ({
      ...address,
      travellerReference: traveller,
    })),
  };
}

const printTraveller = (traveller: KeptTraveller, checkedIn: SealedHalf['a']['checkedIn']): PnrTraveller => ({
  reference: traveller.reference,
  surname: traveller.surname,
  givenNames: traveller.givenNames,
  title: traveller.title,
  kind: traveller.kind,
  infantReference: traveller.infantReference,
  otherNames: [...traveller.otherNames],
  seats: checkedIn
    .filter((one) => one.traveller === traveller.reference && one.traveller !== '')
    .map(({ segment, seat, boardingNumber }) => ({ segment, seat, boardingNumber })),
});

const printAddress = ({ text, ...address }: PostalAddress): PnrAddress => ({ ...address, phone: text });
