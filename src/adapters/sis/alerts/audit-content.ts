/** What the log holds of an alert that is entered or changed, and what the act can be found by there. */
import type { IndexTerm } from '../../../shared/index-term.js';
import type { JsonObject } from '../../../shared/json.js';
import { contentTerms } from '../audit-terms.js';
import type { AlertContent } from '../domain/alert.js';
import { VICTIM_FIELDS } from '../domain/alert-parts.js';
import { VICTIM_FIELD_NAMES } from '../domain/entry-rules.js';

/**
 * What the alert says. Of a victim the kinds of data alone: they go when the victim asks (Art. 62), and an entry of the log
 * could not go with them. Of biometrics an alert holds no more than the kinds.
 */
export function auditContent(content: AlertContent): JsonObject {
  const json = JSON.parse(JSON.stringify(content)) as Record<string, JsonObject[string]>;
  if (content.subject === 'person' && content.victim !== undefined) {
    const { victim } = content;
    json.victim = VICTIM_FIELDS.filter((field) => victim[field] !== undefined).map(
      (field) => VICTIM_FIELD_NAMES[field],
    );
  }
  return json;
}

/** Whom or what the alert is about. */
export const termsOf = (content: AlertContent): readonly IndexTerm[] => contentTerms(content);
