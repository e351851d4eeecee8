import type { DateRule } from '../../../matching/dates/birth-date.js';
import {
  compareNames,
  type NameCorrespondence,
  type NameRule,
  type Names,
} from '../../../matching/names/compare-names.js';
import type { NameForm } from '../../../matching/names/name-form.js';

const NAME_RULES: Readonly<Record<NameRule, string>> = {
  transliteration: 'transliteration variant',
  inversion: 'family name and given name exchanged',
  regrouped: 'all names in one field',
  word_order: 'other order of words',
  letters_swapped: 'two letters swapped',
  one_edit: 'one character inserted, deleted or replaced',
  punctuation: 'hyphen, comma or apostrophe',
  truncation: 'cut off',
};

const DATE_RULES: Readonly<Record<DateRule | 'equal', string>> = {
  equal: 'equal',
  day_month_inverted: 'day and month swapped',
  calendar: 'same day in another calendar',
  one_digit: 'one digit differs',
  partial: 'day or month not known',
};

/** How the names correspond, field by field where the fields stand for themselves. */
export function explainNames(asked: Names, stored: Names, { rules }: NameCorrespondence): readonly string[] {
  if (rules.includes('inversion') || rules.includes('regrouped')) {
    return [`names: ${rules.map((rule) => NAME_RULES[rule]).join(', ')}`];
  }
  const family = explainField('family name', asked.surname, stored.surname);
  if (asked.forename === undefined) return [family];
  return [
    family,
    stored.forename === undefined
      ? 'given name: not on record'
      : explainField('given name', asked.forename, stored.forename),
  ];
}

/** How the dates of birth correspond. */
export const explainDate = (rule: DateRule | 'equal'): string => `date of birth: ${DATE_RULES[rule]}`;

function explainField(field: string, asked: NameForm, stored: NameForm): string {
  const alone = compareNames({ surname: asked, forename: undefined }, { surname: stored, forename: undefined });
  const rules = alone?.rules ?? [];
  return `${field}: ${rules.length === 0 ? 'equal' : rules.map((rule) => NAME_RULES[rule]).join(', ')}`;
}
