import { expect } from 'chai';
import {
  assertThirdCountryOf,
  parseThirdCountry,
} from '../../../../src/adapters/prum/matches/wire/parse-third-country.js';
import { Refusal } from '../../../../src/shared/refusal.js';

/** The rule that is broken, as the refusal names it; what was read where none is. */
const rule = <Read>(read: () => Read): Read | string => {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const violations = error.violations.map((one) => `${one.field} ${one.rule}`);
    return `${error.reason} ${violations.join()} ${error.metadata.article}`;
  }
};
const broken = (name: string): string => `REQUEST_INVALID facts.third_country ${name} Reg. (EU) 2024/982 Art. 49`;

describe('the third country that gave Europol its data (Art. 49)', () => {
  it('is a country by ISO 3166-1, or Kosovo, also one that takes part in Prüm by agreement', () => {
    for (const code of ['CA', 'US', 'RS', 'GB', 'CH', 'IS', 'LI', 'NO', 'XK', 'GL']) {
      expect(rule(() => parseThirdCountry(code))).to.equal(code);
    }
    expect(parseThirdCountry('')).to.equal(undefined);
  });

  it('is no code that nobody has, that is left to users, or of an organisation', () => {
    for (const code of ['ZZ', 'QM', 'XA', 'AA', 'EU', 'UN', 'UK', 'EL', 'YU']) {
      expect(
        rule(() => parseThirdCountry(code)),
        code,
      ).to.equal(broken('country'));
    }
  });

  it('is no Member State, bound by the Regulation or not, and no part of one', () => {
    const members = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');
    expect(members.length).to.equal(27);
    for (const code of [...members, 'AX', 'GF', 'GP', 'MF', 'MQ', 'RE', 'YT']) {
      expect(
        rule(() => parseThirdCountry(code)),
        code,
      ).to.equal(broken('third_country'));
    }
  });

  it('is named by Europol always, and by nobody else', () => {
    const by = (memberState: string, thirdCountry: string | undefined) =>
      rule(() => {
        const scope = { authority: 'A', memberState, authorityKind: 'POL', categories: new Set<string>() };
        assertThirdCountryOf(scope, thirdCountry);
        return 'fits';
      });
    expect([by('EU', 'CA'), by('XA', undefined)]).to.deep.equal(['fits', 'fits']);
    expect(by('EU', undefined)).to.equal(broken('required'));
    expect(by('XA', 'CA')).to.equal(broken('europol_only'));
  });
});
