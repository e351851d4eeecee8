import { locusOf } from '../../matching/dna/loci.js';
import { writeXml, type XmlNode } from '../xml/write-xml.js';
import { elementOf, GROUPS, ROOT } from './elements.js';
import type { DnaData, DnaProfileData, DnaResult, MessageInfo, PrumDnaMessage } from './message.js';

/**
 * Writes a message as XML. Throws a RangeError for text that XML cannot hold, or that has white space around it, and for a
 * locus without two values.
 */
export const writeMessage = ({
  direction,
  ref,
  generator,
  schemaVersion,
  requesting,
  requested,
  datas,
}: PrumDnaMessage): string =>
  writeXml([
    ROOT,
    [
      [
        'header',
        [
          ['direction', direction === 'request' ? 'R' : 'A'],
          ['ref', ref],
          ['generator', generator],
          ['schema_version', schemaVersion],
          ['requesting', info(requesting)],
          requested && ['requested', info(requested)],
        ],
      ],
      ...datas.map(data),
    ],
  ]);

const info = ({ source, destination, requestId, date, time }: MessageInfo): readonly XmlNode[] => [
  ['source_isocode', source],
  ['destination_isocode', destination],
  ['request_id', requestId],
  ['date', date],
  ['time', time],
];

const data = ({ requestType, storedOn, kind, agency, profileIdent, profile, result }: DnaData): XmlNode => [
  'datas',
  [
    ['reqtype', requestType === 'search' ? '3' : '4'],
    ['date', storedOn],
    ['type', kind === 'person' ? 'P' : 'S'],
    ['result', resultCode(result)],
    ['agency', agency],
    ['profile_ident', profileIdent],
    result.kind === 'error' ? ['message', result.message] : undefined,
    ['profile', profileNodes(profile)],
    ...resultNodes(result),
  ],
];

function resultCode(result: DnaResult): string {
  switch (result.kind) {
    case 'undefined':
      return 'U';
    case 'asked':
      return result.found > 0 ? 'H' : 'N';
    case 'match':
      return 'H';
    case 'error':
      return 'E';
  }
}

function resultNodes(result: DnaResult): readonly XmlNode[] {
  switch (result.kind) {
    case 'undefined':
      return [];
    case 'error':
      return [['quality', '0']];
    case 'asked':
      return [
        ['quality', '0'],
        ['rescount', String(result.found)],
      ];
    case 'match':
      return [
        ['match_id', result.matchId],
        ['quality', String(result.quality)],
        ['hitcount', String(result.matchedAlleles)],
      ];
  }
}

function profileNodes({ profileId, marker, loci }: DnaProfileData): readonly (XmlNode | undefined)[] {
  const valuesOf = new Map(loci.map(({ name, values }) => [locusOf(name), values]));
  if (valuesOf.has(undefined)) throw new RangeError('a locus is none of the 29 of the exchange set');
  const groups = GROUPS.map(({ element, loci: members }): XmlNode => [
    element,
    members.flatMap((locus): XmlNode[] => {
      const values = valuesOf.get(locus);
      if (values === undefined) return [];
      const [low, high, third] = values;
      if (low === undefined || high === undefined || third !== undefined) {
        throw new RangeError(`${locus} has not two values`);
      }
      return [
        [
          elementOf(locus),
          [
            ['low_allele', low],
            ['high_allele', high],
          ],
        ],
      ];
    }),
  ]);
  return [...groups, marker === '' ? undefined : ['marker', marker], ['profile_id', profileId]];
}
