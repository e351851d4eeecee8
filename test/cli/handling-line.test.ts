import { expect } from 'chai';
import { handlingLine } from '../../src/cli/handling-line.js';
import { Purpose } from '../../src/gen/ostiary/common/v1/access.js';
import { Handling, HandlingCode, UseCondition } from '../../src/gen/ostiary/common/v1/handling.js';

describe('the handling of a record in one line', () => {
  it('says what it may be used for, how it must be handled, and what any other use takes', () => {
    const handling = Handling.fromPartial({
      codes: [HandlingCode.DO_NOT_DISCLOSE_TO_SUBJECT, HandlingCode.NO_NATIONAL_COPY],
      purpose: Purpose.BORDER_CONTROL,
      legalBasisId: 'SIS62-44-1-A',
      furtherPurposes: [Purpose.JUDICIAL],
      otherUses: [{ condition: UseCondition.ISSUER_CONSENTS, article: 'Art. 48(5)' }],
    });
    expect(handlingLine(handling)).to.equal(
      'for border control on SIS62-44-1-A, also for judicial; do not disclose to subject, no national copy; ' +
        'any other use: issuer consents (Art. 48(5))',
    );
  });

  it('says that there is no other use where the law names none', () => {
    const handling = Handling.fromPartial({ purpose: Purpose.REGISTRATION, legalBasisId: 'SIS62-45-1' });
    expect(handlingLine(handling)).to.equal('for registration on SIS62-45-1; any other use: none');
  });
});
