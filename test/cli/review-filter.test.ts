import { Command } from 'commander';
import { expect } from 'chai';
import { withCommon } from '../../src/cli/review-call.js';
import { filterOf, type FilterOptions, withFilter } from '../../src/cli/review-filter.js';
import { AccessOutcome, EntryFilter } from '../../src/gen/ostiary/audit/v1/review.js';

const PSEUDONYM = '2026q4-00112233445566778899aabbccddeeff';

/** What the options of a command line ask for. */
function asked(...args: string[]): EntryFilter {
  const command = withFilter(withCommon(new Command('search')))
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  return filterOf(command.parse([...args, '--as', 'XA-DPO', '--why', 'test'], { from: 'user' }).opts<FilterOptions>());
}

describe('filters on the command line', () => {
  it('ask for everything when nothing is given', () => {
    expect(asked()).to.deep.equal(EntryFilter.create());
  });

  it('reach every field of the contract', () => {
    const filter = asked(
      ...['--authority', 'XA-POLICE', 'XA-DPO', '--system', 'SIS', '--kind', 'intent', '--outcome', 'open', 'failed'],
      ...['--from', '2026-01-01T00:00:00Z', '--until', '2026-02-01T00:00:00Z', '--surname', 'Ngo'],
      ...['--date-of-birth', '1980-01-00', '--document', 'X1', '--plate', 'B-AB 1', '--vin', 'WVW'],
      ...['--by-officer', 'officer-17', '--for-case', 'CASE-1', '--legal-basis', 'SIS62-44-1-B'],
      ...['--by-pseudonym', PSEUDONYM],
    );
    expect(filter).to.deep.equal(
      EntryFilter.fromPartial({
        authorities: ['XA-POLICE', 'XA-DPO'],
        systems: ['SIS'],
        kinds: ['intent'],
        outcomes: [AccessOutcome.OPEN, AccessOutcome.FAILED],
        from: '2026-01-01T00:00:00Z',
        until: '2026-02-01T00:00:00Z',
        subject: {
          person: { surname: 'Ngo', dateOfBirth: '1980-01-00' },
          documentNumber: 'X1',
          plate: 'B-AB 1',
          vin: 'WVW',
        },
        officer: 'officer-17',
        pseudonym: PSEUDONYM,
        caseReference: 'CASE-1',
        legalBasisId: 'SIS62-44-1-B',
      }),
    );
  });

  it('know their outcomes', () => {
    expect(() => asked('--outcome', 'lost')).to.throw('outcome');
  });
});
