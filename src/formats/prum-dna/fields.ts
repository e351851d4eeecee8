/** Reads the fields of elements, and notes what is wrong with them: where, which rule, and nothing of what stands there. */
import type { XmlElement } from '../xml/read-xml.js';

/** What is wrong, and where. */
export interface MessageFault {
  /** Elements from the root, with numbers from 1 where there may be several: "datas[2]/profile/ess_issol/vwa". */
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly description: string;
}

/** How a field is written. */
export interface FieldForm {
  readonly rule: string;
  readonly pattern: RegExp;
  readonly description: string;
}

const text = (most: number): FieldForm => ({
  rule: 'text',
  pattern: new RegExp(`^[^\\u0000-\\u001f\\u007f]{1,${most}}$`, 'u'),
  description: `must have 1 to ${most} characters, none of them a control character`,
});

/** Forms of fields. */
export const FORMS = {
  text: text(120),
  message: text(400),
  state: { rule: 'state', pattern: /^[A-Z]{2}$/, description: 'must be two capital letters (ISO 3166-1 alpha-2)' },
  date: { rule: 'date', pattern: /^\d{4}-\d{2}-\d{2}$/, description: 'must be a date YYYY-MM-DD' },
  time: { rule: 'time', pattern: /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/, description: 'must be a time HH:MM:SS' },
  allele: {
    rule: 'allele',
    pattern: /^[A-Za-z0-9.*]{1,6}$/,
    description: 'must be digits, a point, * or a letter code',
  },
  count: { rule: 'count', pattern: /^(0|[1-9]\d{0,6})$/, description: 'must be a number without leading zeros' },
} as const satisfies Readonly<Record<string, FieldForm>>;

/** An element that is being read. */
export class Fields {
  readonly #element: XmlElement;
  readonly #path: string;
  readonly #faults: MessageFault[];
  readonly #read = new Set<string>();

  constructor(element: XmlElement, path: string, faults: MessageFault[]) {
    this.#element = element;
    this.#path = path;
    this.#faults = faults;
  }

  /** Text of a field that must be there. Empty, and noted, when it is not, or not of its form. */
  text(name: string, form: FieldForm): string {
    const found = this.optional(name, form);
    if (found === undefined) this.fault(name, 'required', 'must be there');
    return found ?? '';
  }

  /** The same of one that need not be. */
  optional(name: string, { rule, pattern, description }: FieldForm): string | undefined {
    const element = this.#single(name);
    if (element === undefined || (element.text === '' && element.children.length === 0)) return undefined;
    if (element.children.length > 0 || !pattern.test(element.text)) {
      this.fault(name, rule, description);
      return '';
    }
    return element.text;
  }

  /** One of a few codes. Undefined, and noted, when it is none of them. */
  code<Value>(name: string, codes: Readonly<Record<string, Value>>): Value | undefined {
    const names = Object.keys(codes);
    const found = this.text(name, {
      rule: 'code',
      pattern: new RegExp(`^(${names.join('|')})$`),
      description: `must be one of ${names.join(', ')}`,
    });
    return codes[found];
  }

  /** Fields of a part that must be there. */
  part(name: string): Fields | undefined {
    const found = this.optionalPart(name);
    if (found === undefined) this.fault(name, 'required', 'must be there');
    return found;
  }

  /** Fields of a part that need not be there. */
  optionalPart(name: string): Fields | undefined {
    const element = this.#single(name);
    return element && new Fields(element, this.#pathOf(name), this.#faults);
  }

  /** Fields of every part of a name, in order. */
  parts(name: string): readonly Fields[] {
    this.#read.add(name);
    return this.#element.children
      .filter((child) => child.name === name)
      .map((child, at) => new Fields(child, `${this.#pathOf(name)}[${at + 1}]`, this.#faults));
  }

  /** Names of the elements in it. */
  get names(): readonly string[] {
    return this.#element.children.map(({ name }) => name);
  }

  /** Notes what is wrong with a field, or with the element itself. */
  fault(name: string | undefined, rule: string, description: string): void {
    const at = this.#element.children.find((child) => child.name === name) ?? this.#element;
    const path = name === undefined ? this.#path : this.#pathOf(name);
    this.#faults.push({ path, line: at.line, rule, description });
  }

  /** Notes every element that nobody read, and every attribute, which messages have none of. */
  end(): void {
    for (const name of new Set(this.names)) {
      if (!this.#read.has(name)) this.fault(undefined, 'unknown', 'has an element that messages do not have there');
    }
    if (this.#element.attributes.size > 0 && this.#path !== '') {
      this.fault(undefined, 'unknown', 'has an attribute, which messages do not have');
    }
  }

  #single(name: string): XmlElement | undefined {
    this.#read.add(name);
    const [first, second] = this.#element.children.filter((child) => child.name === name);
    if (second !== undefined) this.fault(name, 'once', 'must be there once');
    return first;
  }

  #pathOf(name: string): string {
    return this.#path === '' ? name : `${this.#path}/${name}`;
  }
}
