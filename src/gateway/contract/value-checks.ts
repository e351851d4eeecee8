/** Checks of single values: a string, a number, an item of a list. */
import type { DescEnum, DescField } from '@bufbuild/protobuf';
import type { Clock } from '../../shared/clock.js';
import type { CheckedRules } from './field-rules.js';
import { partialDateFault } from './partial-date.js';
import { compilePattern } from './pattern.js';
import { codePoints, textFault } from './text.js';
import type { Violations } from './violations.js';

/** Judges one present value at a path. */
export type ValueCheck = (value: unknown, path: string, violations: Violations) => void;

/** Compiles the check of a field's values, other than messages. */
export function valueCheck(field: DescField, rules: CheckedRules, clock: Clock): ValueCheck {
  switch (rules.kind) {
    case 'string':
      return text(rules, clock);
    case 'bytes':
      return bytes(rules);
    case 'integer':
      return integer(rules);
    case 'float':
      return (value, path, violations) => {
        if (!Number.isFinite(value)) violations.add(path, 'finite', 'must be a finite number');
      };
    case 'enum':
      return enumeration(field.enum, rules);
    case 'bool':
    case 'message':
      return () => undefined;
  }
}

function text(rules: CheckedRules, clock: Clock): ValueCheck {
  const { minLen, maxLen, patternHint, partialDate } = rules;
  const pattern = rules.pattern === '' ? undefined : compilePattern(rules.pattern);
  return (value, path, violations) => {
    const string = value as string;
    const fault = textFault(string);
    if (fault !== undefined) violations.add(path, fault.rule, fault.description);
    // A string has no more code points than UTF-16 units: counting is needed only near the limits.
    if (string.length > maxLen && codePoints(string) > maxLen) {
      // Nothing else is worth running on a string of any length.
      violations.add(path, 'max_len', `must have at most ${maxLen} characters`);
      return;
    }
    if (string.length < minLen * 2 && codePoints(string) < minLen) {
      violations.add(path, 'min_len', `must have at least ${minLen} characters`);
    }
    if (pattern !== undefined && !pattern.test(string)) violations.add(path, 'pattern', `must be ${patternHint}`);
    if (partialDate) {
      const dateFault = partialDateFault(string, clock.now());
      if (dateFault !== undefined) violations.add(path, 'partial_date', dateFault);
    }
  };
}

function bytes(rules: CheckedRules): ValueCheck {
  const { bytesLen } = rules;
  return (value, path, violations) => {
    if (bytesLen !== undefined && (value as Uint8Array).length !== bytesLen) {
      violations.add(path, 'bytes_len', `must be exactly ${bytesLen} bytes`);
    }
  };
}

function integer({ min, max }: CheckedRules): ValueCheck {
  // Comparing a number with a bigint is exact in ECMAScript, whichever of the two the generated code holds.
  return (value, path, violations) => {
    const number = value as number | bigint;
    if (min !== undefined && number < min) violations.add(path, 'min', `must be at least ${String(min)}`);
    if (max !== undefined && number > max) violations.add(path, 'max', `must be at most ${String(max)}`);
  };
}

function enumeration(type: DescEnum | undefined, rules: CheckedRules): ValueCheck {
  const known = new Set(type?.values.map((value) => value.number));
  // In a list, "unspecified" would either be ignored or mean everything: both change the question.
  if (rules.list) known.delete(0);
  return (value, path, violations) => {
    if (!known.has(value as number)) violations.add(path, 'enum', 'is not a value of this enumeration');
  };
}
