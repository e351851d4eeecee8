import { expect } from 'chai';
import type { HolderQuestion } from '../../../src/adapters/police-records/holders/record-holder.js';
import type { RequestParts } from '../../../src/adapters/police-records/options.js';
import { createPoliceRecordsAdapter } from '../../../src/adapters/police-records/service.js';
import { SearchRecordsOnceRequest } from '../../../src/gen/ostiary/police_records/v1/police_records.js';
import { systemClock } from '../../../src/shared/clock.js';
import { Ender } from '../../../src/shared/ending.js';
import { PSEUDONYMIZER } from './persons.js';

/** Requests are not asked here. */
const NO_REQUESTS = {} as RequestParts;

describe('what a state is told of a question', () => {
  it('is no name, and nothing of the officer', async () => {
    const told: HolderQuestion[] = [];
    const adapter = createPoliceRecordsAdapter(
      {
        participants: () =>
          Promise.resolve(
            ['XA', 'XB'].map((memberState) => ({
              memberState,
              holder: {
                search(question: HolderQuestion) {
                  told.push(question);
                  return Promise.resolve({ replyNumber: '1', repliedAtMs: 1, matchCount: 0, matches: [] });
                },
              },
            })),
          ),
        pseudonymizer: PSEUDONYMIZER,
        clock: systemClock,
        onFault: () => undefined,
        matches: { remember: () => Promise.resolve() },
      },
      NO_REQUESTS,
    );
    const inquiry = adapter.operations.searchRecordsOnce.parse(
      SearchRecordsOnceRequest.fromPartial({
        person: {
          familyNames: 'Kowalski',
          firstNames: 'Jan',
          dateOfBirth: '1980-02-29',
          otherNames: [{ familyNames: 'Novak' }],
        },
      }),
    );
    await inquiry.ask({
      requestId: '01HZZZZZZZZZZZZZZZZZZZZZZZ',
      intent: { origin: '', index: 0, leafHash: new Uint8Array(), checkpoint: '' },
      scope: { authority: 'XA-POLICE', memberState: 'XA', authorityKind: 'POL', categories: new Set(['INDEX']) },
      officer: { pseudonym: '2026q4-0123' },
      deadlineMs: systemClock.now() + 5_000,
      signal: new Ender(),
    });
    const [question, ...others] = told;
    expect(others).to.deep.equal([]);
    expect(question).to.have.all.keys(['requestNumber', 'askingState', 'askedAtMs', 'person', 'maxMatches']);
    expect(question?.person).to.deep.equal({
      names: [
        { firstNames: PSEUDONYMIZER.pseudonymOf('JAN'), familyNames: PSEUDONYMIZER.pseudonymOf('KOWALSKI') },
        { firstNames: PSEUDONYMIZER.pseudonymOf('JAN'), familyNames: PSEUDONYMIZER.pseudonymOf('NOVAK') },
      ],
      dateOfBirth: '1980-02-29',
      nationalities: [],
      countryOfBirth: undefined,
      gender: undefined,
    });
    const text = JSON.stringify(question, (_, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
    for (const secret of ['Kowalski', 'KOWALSKI', 'Jan', 'Novak', '2026q4', 'XA-POLICE'])
      expect(text).to.not.include(secret);
  });
});
