/** Alerts on people with names that are alike, and questions for them. */
import { TEST_PERSONS } from '../../../../src/world/test-persons.js';
import type { PersonAlert } from '../../../../src/adapters/sis/domain/alert.js';
import type { AlertCategory } from '../../../../src/adapters/sis/domain/category.js';
import type { Identity } from '../../../../src/adapters/sis/domain/identity.js';
import type { RankedQuestion } from '../../../../src/adapters/sis/ranked/messages.js';
import { testAlerts } from '../../../../src/adapters/sis/simulator/test-alerts.js';
import { visibilityOf } from '../../../../src/adapters/sis/store/visibility.js';
import { scopeOf, TODAY } from '../simulated-sis.js';

const template = testAlerts(TODAY)[0] as PersonAlert;

export const identity = (surname: string, forename: string, more: Partial<Identity> = {}): Identity => ({
  status: 'confirmed',
  surname,
  forename,
  dateOfBirth: '1980-04-05',
  nationalities: [],
  ...more,
});

/** An alert by a number of its own. */
export const alertOn = (
  n: number,
  identities: readonly [Identity, ...Identity[]],
  more: { readonly category?: AlertCategory; readonly issuingState?: string } = {},
): PersonAlert => {
  const { issuingState = 'XC', category = 'ARR' } = more;
  const reference = `SIM-${issuingState}-${String(n).padStart(26, '0')}`;
  return { ...template, reference, issuingState, category, identities, documents: [] };
};

/** A question by the police of a state for all that they may see. */
export const questionFor = (
  family: string,
  given: string,
  more: Partial<RankedQuestion> & { readonly state?: string; readonly hidden?: readonly string[] } = {},
): RankedQuestion => {
  const { state = 'XA', hidden = [], ...rest } = more;
  const scope = scopeOf(state);
  const shown = new Set([...scope.categories].filter((category) => !hidden.includes(category)));
  const { categories, endUsersOf } = visibilityOf({ ...scope, categories: shown }, ['person']);
  return {
    ...{ family, given, dateOfBirth: '1980-04-05', gender: undefined, nationality: undefined, today: TODAY },
    ...{ categories, endUsersOf },
    ...rest,
  };
};

/** The person whom the police of every simulated SIS look for. */
export const WANTED = TEST_PERSONS.wanted;
