import type { Contact } from '../../../../world/contact.js';
import type { Person } from '../../../../world/person.js';
import { type Address, makeAddress } from '../../../../world/places.js';
import type { Random } from '../../../../world/random.js';
import type { State } from '../../../../world/states.js';
import type { Individual, Organisation, PostalAddress } from '../domain/party.js';

/** A person of the world as a register has them. */
export function individualOf(
  { forename, surname, gender, dateOfBirth, placeOfBirth, documents }: Person,
  { address }: Pick<Contact, 'address'>,
): Individual {
  const [document] = documents;
  return {
    kind: 'individual',
    firstNames: forename,
    ...splitSurname(surname),
    gender,
    dateOfBirth,
    placeOfBirth,
    ...(document !== undefined && { idNumber: document.number, idNumberType: document.kind }),
    address: postalAddress(address),
  };
}

/** What precedes a surname, apart from it. */
function splitSurname(name: string): Pick<Individual, 'surname' | 'infixes'> {
  const words = name.split(' ');
  const own = words.findIndex((word) => !/^\p{Ll}/u.test(word));
  return own <= 0 ? { surname: name } : { surname: words.slice(own).join(' '), infixes: words.slice(0, own).join(' ') };
}

const LEASING = ['Anker', 'Bora', 'Calmo', 'Delta Nord', 'Estrade', 'Fortuna'] as const;
const FORMS: Readonly<Record<State, string>> = {
  XA: 'Leasing GmbH',
  XB: 'Location SA',
  XC: 'Noleggio S.p.A.',
  XD: 'Leasing Sp. z o.o.',
};
const INSURERS = ['Aurora', 'Concordia Vetus', 'Fides Nova', 'Securitas Alba', 'Tutela'] as const;

/** A company of the state that leases vehicles. It does not exist. */
export function leasingCompany(random: Random, state: State): Organisation {
  return {
    kind: 'company',
    name: `${random.pick(LEASING)} ${FORMS[state]}`,
    idNumber: `${state}-${String(10_000 + random.below(90_000))}`,
    idNumberType: 'register of companies',
    address: postalAddress(makeAddress(random, state)),
  };
}

/** An insurer of the state. It does not exist. */
export const insurer = (
  random: Random,
  state: State,
): { readonly company: string; readonly address: PostalAddress } => ({
  company: `${random.pick(INSURERS)} (${state}, synthetic)`,
  address: postalAddress(makeAddress(random, state)),
});

const postalAddress = ({ street, houseNumber, postcode, town, state }: Address): PostalAddress => ({
  street,
  houseNumber,
  postcode,
  place: town,
  country: state,
});
