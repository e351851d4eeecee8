import { expect } from 'chai';
import fc from 'fast-check';
import { parseSettings, SettingsError } from '../../../src/audit/detect/settings.js';
import { parseStaffRegister, StaffRegisterError } from '../../../src/audit/detect/staff-register.js';
import { foldIdentifier, foldName, foldUnit } from '../../../src/audit/detect/text/fold.js';
import { justificationForm } from '../../../src/audit/detect/text/justification.js';
import { access, findAll, STAFF } from './scenario.js';

const anyText = fc.string({ unit: 'binary', maxLength: 60 });

describe('detectors, given anything', () => {
  it('refuse files in their own words', () => {
    const files = fc.oneof(
      fc.json(),
      anyText,
      fc.jsonValue().map((value) => JSON.stringify({ version: 1, officers: [value] })),
    );
    fc.assert(
      fc.property(files, (file) => {
        for (const [parse, Fault] of [
          [parseSettings, SettingsError],
          [parseStaffRegister, StaffRegisterError],
        ] as const) {
          try {
            parse(file);
          } catch (error) {
            expect(error).to.be.instanceOf(Fault);
          }
        }
      }),
    );
  });

  it('fold every text, and every folded text to itself', () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        expect(foldIdentifier(foldIdentifier(one))).to.equal(foldIdentifier(one));
        expect(foldUnit(foldUnit(one))).to.equal(foldUnit(one));
        for (const spelling of foldName(one).whole) expect(foldName(spelling).whole).to.include(spelling);
        expect(justificationForm(one, other)).to.match(/^([a-z]+( [a-z]+)*)?$/);
      }),
    );
  });

  it('judge every access without failing', () => {
    const shown = fc.record({
      caseReference: fc.option(anyText, { nil: undefined }),
      justification: fc.option(anyText, { nil: undefined }),
      unit: fc.option(anyText, { nil: undefined }),
      query: fc.option(
        fc.record({ name: fc.record({ surname: anyText, forename: anyText, date_of_birth: anyText }), plate: anyText }),
        { nil: undefined },
      ),
    });
    fc.assert(
      fc.property(fc.array(shown, { maxLength: 10 }), (all) => {
        const accesses = all.map((changes, index) => access(index, changes));
        for (const { entries } of findAll(accesses, { staff: STAFF })) {
          for (const index of entries) expect(index).to.be.within(0, accesses.length - 1);
        }
      }),
    );
  });
});
