/**
 * What becomes of a special service, by its code (AIRIMP usage). What is not listed as kept is deleted: the lists of
 * deleted codes only say under which category it is counted.
 */
import type { DeletionCategory } from './deletion.js';

/** What is kept of a service. */
export type KeptService = 'seat' | 'ticket' | 'frequent-flyer' | 'minor' | 'child' | 'elsewhere';

const codes = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const SEATS = codes('SEAT RQST NSST NSSA NSSB NSSW NSSR SMST SMSA SMSB SMSW SMSR');
const TICKETS = codes('TKNE TKNA TKNM TKNR');
const FREQUENT_FLYERS = codes('FQTV FQTR FQTU FQTS');
/** The reader has put them where they belong: with the traveller, or among the contacts. */
const ELSEWHERE = codes('DOCS DOCO DOCA CTCE CTCM CTCH CTCB CTCP CTCT CTCA');

const RELIGIOUS_MEALS = codes('MOML KSML HNML VJML AVML');
const HEALTH_MEALS = codes('DBML GFML LSML LFML LCML NLML PRML BLML LPML HFML');
const HEALTH = codes(
  'WCHR WCHS WCHC WCMP WCBD WCBW WCLB WCOB BLND DEAF DPNA MEDA STCR OXYG PPOC LEGB LEGL LEGR SVAN ESAN MAAS',
);

/** What is kept of it; undefined if it is to be deleted. */
export function keptService(code: string): KeptService | undefined {
  if (SEATS.has(code)) return 'seat';
  if (TICKETS.has(code)) return 'ticket';
  if (FREQUENT_FLYERS.has(code)) return 'frequent-flyer';
  if (ELSEWHERE.has(code)) return 'elsewhere';
  if (code === 'UMNR') return 'minor';
  if (code === 'CHLD' || code === 'INFT') return 'child';
  return undefined;
}

/** Under which category its deletion is counted. */
export function deletedService(code: string): DeletionCategory {
  if (RELIGIOUS_MEALS.has(code)) return 'RELIGIOUS_MEAL';
  if (HEALTH_MEALS.has(code)) return 'HEALTH_MEAL';
  if (code.endsWith('ML')) return 'OTHER_MEAL';
  if (HEALTH.has(code)) return 'HEALTH';
  return 'OUTSIDE_ANNEX_I';
}
