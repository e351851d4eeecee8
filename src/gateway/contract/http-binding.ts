/** How an operation is reached over REST: its google.api.http annotation, checked. */
import type { DescMessage } from '@bufbuild/protobuf';
import type { HttpRule } from '../../gen/google/api/http.js';

/** Verb, path and where the request's fields travel. */
export interface HttpBinding {
  readonly verb: 'GET' | 'POST';
  /** Path without variables, e.g. "/v1/sis/persons:search". */
  readonly path: string;
  /** True: the JSON body is the request message. False: its fields are query parameters. */
  readonly body: boolean;
}

const PATH = /^(\/[a-z][a-z0-9-]*)+(:[a-z][a-zA-Z]*)?$/;

/**
 * Reads a binding. The contract uses a small part of google.api.http on purpose: questions about persons are POST with
 * a body, so that nothing about a person appears in a URL; GET is for proofs, its fields scalar; paths have no variables.
 * Throws on anything else, so that a binding that REST would not honour stops the start.
 */
export function readHttpBinding(rule: HttpRule, input: DescMessage): HttpBinding {
  const fail = (what: string): never => {
    throw new Error(`google.api.http of ${input.typeName}: ${what}`);
  };
  const pattern = rule.pattern;
  if (pattern?.$case !== 'get' && pattern?.$case !== 'post') return fail('only get and post are used');
  if (!PATH.test(pattern.value)) return fail('the path must be lower-case segments with an optional :verb');
  if (rule.additionalBindings.length > 0) return fail('additional bindings are not used');
  if (pattern.$case === 'post') {
    if (rule.body !== '*') return fail('post carries the whole message: body "*"');
    return { verb: 'POST', path: pattern.value, body: true };
  }
  if (rule.body !== '') return fail('get has no body');
  const nested = input.fields.find((field) => field.fieldKind !== 'scalar' && field.fieldKind !== 'enum');
  if (nested !== undefined) return fail(`query parameters are scalar, ${nested.name} is not`);
  return { verb: 'GET', path: pattern.value, body: false };
}
