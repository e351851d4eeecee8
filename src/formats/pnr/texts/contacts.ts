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
  const [, code = '', rest = ''] = /\b(CTC[A-Z])\b[ /-]*(.*)$/.exec(text) ?? [];
  const kind = KINDS.get(code);
  return kind === undefined || rest === '' ? undefined : { kind, code, value: contactValue(kind, rest) };
}

/** The contact that a service stands for by its own code, e.g. SSR CTCM. */
export function readContactService(code: string, text: string): Contact | undefined {
  const kind = KINDS.get(code);
  const value = text.replace(/^\//, '');
  return kind === undefined || value === '' ? undefined : { kind, code, value: contactValue(kind, value) };
}

/** Teletype has no characters for what an e-mail address needs: "//" stands for "@", ".." for "_", "./" for "-". */
function contactValue(kind: Contact['kind'], text: string): string {
  const value = text.trim();
  return kind === 'email' ? value.replaceAll('//', '@').replaceAll('./', '-').replaceAll('..', '_') : value;
}
