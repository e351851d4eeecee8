/** An answer may have used up its approval: what lines for a person leave out of a record is lost. */
import { expect } from 'chai';
import { describeRecord } from '../../src/cli/describe-record.js';
import { PassengerNameRecord, PnrCategory } from '../../src/gen/ostiary/pnr/v1/record.js';

/** A text that stands nowhere else. */
let texts = 0;
const text = (): string => `T${String(++texts).padStart(3, '0')}`;

const locator = () => ({ system: text(), code: text(), kind: text(), createdAt: text() });
const address = () => ({
  ...{
    purpose: text(),
    street: text(),
    city: text(),
    region: text(),
    country: text(),
    postcode: text(),
    phone: text(),
  },
});

/** A record in which everything is told, down to the last field. */
const WHOLE: PassengerNameRecord = {
  ...{ recordReference: text(), category: PnrCategory.PASSENGER, flagged: true, cancelled: true, version: 771 },
  ...{ receivedAt: text(), maskedFrom: text(), deletedFrom: text() },
  maskedElements: [{ letter: text(), element: text(), article: text() }],
  match: { travellerReferences: [text()], nameQuality: 93, birthDateConfirmed: true },
  locators: [locator()],
  ...{ changedAt: text(), ticketedAt: text() },
  agency: {
    ...{ system: text(), location: text(), iataNumber: text(), office: text() },
    ...{ city: text(), kind: text(), country: text(), agent: text() },
  },
  splitLocators: [locator()],
  flight: { carrier: text(), number: text(), origin: text(), destination: text(), departsOn: text() },
  itinerary: [
    {
      ...{ origin: text(), destination: text(), departure: text(), arrival: text(), carrier: text(), flight: text() },
      ...{ bookingClass: text(), operatingCarrier: text(), operatingFlight: text(), status: text() },
      ...{ equipment: text(), locators: [locator()], checkedIn: true, checkedInAt: text() },
    },
  ],
  otherServices: [
    { kind: text(), origin: text(), destination: text(), begins: text(), ends: text(), provider: text() },
  ],
  tickets: [
    {
      ...{ number: text(), kind: text(), issuedOn: text(), conditions: text() },
      amounts: [{ kind: text(), amount: text(), currency: text() }],
    },
  ],
  ...{ fareBases: [text()], paymentForms: [text()], seats: [text()], excessBaggage: [text()] },
  baggage: [{ pieces: text(), weight: text(), unit: text(), tags: [text()] }],
  changes: [{ action: text(), at: text(), items: [text()] }],
  travellerCount: 772,
  travellers: [
    {
      ...{ reference: text(), surname: text(), givenNames: text(), title: text(), kind: text() },
      ...{ infantReference: text(), otherNames: [text()] },
      seats: [{ segment: 772, seat: text(), boardingNumber: text() }],
    },
  ],
  contacts: [{ kind: text(), value: text() }],
  addresses: [address()],
  payments: [
    {
      ...{ form: text(), amount: text(), vendor: text(), accountEnd: text(), expiry: text(), holder: text() },
      ...{ payer: [text()], addresses: [address()] },
    },
  ],
  frequentFlyers: [{ carrier: text(), number: text(), tier: text(), travellerReference: text() }],
  remarks: [{ kind: text(), text: text() }],
  documents: [
    {
      ...{ type: text(), issuer: text(), number: text(), nationality: text(), dateOfBirth: text(), sex: text() },
      ...{ expiresOn: text(), surname: text(), givenNames: [text()], travellerReference: text() },
    },
  ],
  otherDocuments: [
    {
      ...{ placeOfBirth: text(), type: text(), number: text(), placeOfIssue: text(), issuedOn: text() },
      ...{ country: text(), travellerReference: text() },
    },
  ],
  statedAddresses: [
    {
      ...{ type: text(), country: text(), street: text(), city: text(), region: text(), postcode: text() },
      travellerReference: text(),
    },
  ],
  handling: undefined,
};

describe('a record that was read, in lines for a person', () => {
  it('has every text of it', () => {
    const lines = describeRecord(WHOLE).join('\n');
    const missing = Array.from({ length: texts }, (_, index) => `T${String(index + 1).padStart(3, '0')}`);
    expect(missing.filter((one) => !lines.includes(one))).to.deep.equal([]);
    // Under their own words: how many travel, where somebody sat, how good the name is, and how often it was sent.
    for (const number of ['772 travellers', 'flight 773', 'name 93 %', 'version 771']) expect(lines).to.include(number);
  });
});
