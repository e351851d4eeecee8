import type { Contact } from '../pnr.js';

/** Kinds of contact by the code in front of it: CTCE e-mail, CTCM mobile, CTCH home, CTCB business, CTCP and CTCT telephone. */
const KINDS: ReadonlyMap<string, Contact['kind']> = new Map([
  ['CTCE', 'email'],
  ['CTCM', 'phone'],
  ['CTCH', 'phone'],
  ['CTCB', 'phone'],
  ['CTCP', 'phone'],
  ['CTCT', 'phone'],
  ['CTCA', 'other'],
]);

/** The contact in a text of other service information or of a service, e.g. "CTCE ANNA..PROBE//EXAMPLE.COM"; undefined if it holds none. */
export function readContact(text: string): Contact | undefined {
  if (!text.includes('CTC')) return undefined;
  const [, code = '', rest = ''] = /\b(CTC[A-Z])\b[ /-]*([^]*)/.exec(text) ?? [];
  return contactOf(code, rest);
}

/** The contact that a service stands for by its own code, e.g. SSR CTCM. */
export const readContactService = (code: string, text: string): Contact | undefined =>
  contactOf(code, text.replace(/^\//, ''));

function contactOf(code: string, text: string): Contact | undefined {
  const kind = KINDS.get(code);
  const own = text.replace(NAME_REFERENCE, '').trim();
  return kind === undefined || own === '' ? undefined : { kind, code, value: contactValue(kind, own) };
}

/** What stands behind the contact says whose it is: "-1", mostly with the name behind it ("-1PROBE/ANNA MRS"). */
const NAME_REFERENCE = / ?-1(?:\.1)?(?:[A-Z][A-Z ]*(?:\/[A-Z][A-Z ]*)?)?$/;

/** A telephone number as it stands behind an address. */
const PHONE = /^[+\d][\d ()/-]{5,}$/;

/** The contact in the text behind an address: one in the words of a remark, or a telephone number; undefined if there is none. */
export function contactOfAddress(text: string): Contact | undefined {
  return readContact(text) ?? (PHONE.test(text) ? { kind: 'phone', code: 'ADD', value: text } : undefined);
}

/** A contact as other service information. */
export function writeContact({ kind, code, value }: Contact): string {
  const text = kind === 'email' ? value.replaceAll('_', '..').replaceAll('-', './').replaceAll('@', '//') : value;
  return `${KINDS.has(code) ? code : CODES[kind]} ${text}`;
}

/** Codes for contacts that came without one. */
const CODES = { email: 'CTCE', phone: 'CTCP', other: 'CTCA' } as const;

/** Teletype has no characters for what an e-mail address needs: "//" stands for "@", ".." for "_", "./" for "-". */
const contactValue = (kind: Contact['kind'], text: string): string =>
  kind === 'email' ? text.replaceAll('//', '@').replaceAll('./', '-').replaceAll('..', '_') : text;
