import { expect } from 'chai';
import { DEFAULT_SETTINGS, parseSettings, SettingsError } from '../../../src/audit/detect/settings.js';
import { parseStaffRegister, StaffRegisterError } from '../../../src/audit/detect/staff-register.js';

describe('detector settings', () => {
  it('keep the default of what is left out', () => {
    expect(parseSettings('{}')).to.deep.equal(DEFAULT_SETTINGS);
    const settings = parseSettings('{"detectors":{"fishing":{"minNoHits":50}}}');
    expect(settings.detectors.fishing).to.deep.equal({
      enabled: true,
      minNoHits: 50,
      minNoHitsLive: 200,
      maxHitShare: 0.03,
    });
  });

  for (const [what, text, field] of [
    ['an unknown detector', '{"detectors":{"fishin":{}}}', 'detectors'],
    ['an unknown threshold', '{"detectors":{"fishing":{"minNoHit":50}}}', 'detectors.fishing'],
    ['a threshold of zero', '{"detectors":{"fishing":{"minNoHits":0}}}', 'detectors.fishing.minNoHits'],
    ['a share above one', '{"detectors":{"fishing":{"maxHitShare":3}}}', 'detectors.fishing.maxHitShare'],
    ['a time zone that is none', '{"timeZone":"Mars/Olympus"}', 'timeZone'],
    [
      'hours that are none',
      '{"units":[{"authority":"XA-POLICE","unit":"A","workingHours":{"mon":["8-18"]}}]}',
      'units.0',
    ],
    ['a unit listed twice', '{"units":[{"authority":"X","unit":"A 1"},{"authority":"X","unit":"a-1"}]}', 'units.1'],
    ['another version', '{"version":2}', 'version'],
    ['no JSON', '{"secret', 'JSON'],
  ] as const) {
    it(`refuse ${what}, naming the field and not its value`, () => {
      expect(() => parseSettings(text))
        .to.throw(SettingsError, field)
        .with.property('message')
        .that.does.not.match(/Mars|secret|8-18/);
    });
  }
});

describe('staff list', () => {
  const officer = {
    authority: 'XA-POLICE',
    officer: 'officer-17',
    surname: 'Beispiel',
    dateOfBirth: '1975-03-14',
    units: ['Patrol 7'],
  };
  const list = (...officers: object[]): string => JSON.stringify({ version: 1, officers });

  it('needs no more than name, date of birth and unit', () => {
    const register = parseStaffRegister(list(officer));
    expect(register.member('XA-POLICE', 'officer-17')?.units).to.deep.equal(['patrol7']);
    expect(register.member('XB-BORDER', 'officer-17')).to.equal(undefined);
    expect([register.covers('XA-POLICE'), register.covers('XB-BORDER')]).to.deep.equal([true, false]);
  });

  for (const [what, text, field] of [
    ['no unit', list({ ...officer, units: [] }), 'officers.0.units'],
    ['a bad date', list({ ...officer, dateOfBirth: '14.03.1975' }), 'officers.0.dateOfBirth'],
    ['an officer listed twice', list(officer, officer), 'officers.1'],
    ['an unknown field', list({ ...officer, salary: 'Geheim' }), 'officers.0'],
    ['no JSON', '[{"surname":"Geheim', 'JSON'],
  ] as const) {
    it(`is refused for ${what}, naming the field and not its value`, () => {
      expect(() => parseStaffRegister(text))
        .to.throw(StaffRegisterError, field)
        .with.property('message')
        .that.does.not.match(/Geheim|14\.03|Beispiel/);
    });
  }
});
