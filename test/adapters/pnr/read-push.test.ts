/** A push in XML is filtered like one in EDIFACT. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readPush } from '../../../src/adapters/pnr/receive/read-push.js';
import { writePnrgovXml } from '../../../src/formats/pnr/xml/write-pnrgov-xml.js';
import { projectRoot } from '../../../src/shared/project-root.js';
import { interchange, readPnrgov, record } from '../../formats/pnr/messages.js';

const SEGMENTS = record(
  'SSR+KSML:HK:1:ZZ',
  'SSR+WCHR:HK:1:ZZ:::::NEEDS CHAIR',
  'TIF+PROBE+ANNAMRS:A:1',
  'TVL+261126:0930:261126:1105+VIE+XAA+ZZ+123:M',
);

describe('a push', () => {
  const edifact = Buffer.from(interchange(SEGMENTS), 'latin1');
  const { pushes, records } = readPnrgov(edifact);
  const xml = Buffer.from(writePnrgovXml({ push: pushes[0]!, records }, '13.1').text);

  for (const [encoding, message] of [
    ['EDIFACT', edifact],
    ['XML', xml],
  ] as const) {
    it(`in ${encoding} is filtered to Annex I`, () => {
      const push = readPush(message, '2026-11-26');
      expect(push.format).to.equal(encoding === 'XML' ? 'PNRGOV XML 13.1' : 'PNRGOV 13:1');
      expect(push.flight).to.deep.equal({
        ...{ carrier: 'ZZ', number: '123', origin: 'VIE', destination: 'XAA', departsOn: '2026-11-26' },
      });
      expect(push.records.map(({ locators, sealed }) => [locators, sealed.a.travellers[0]?.surname])).to.deep.equal([
        [['ZZ/AB12CD'], 'PROBE'],
      ]);
      expect(push.deletions).to.deep.equal({ RELIGIOUS_MEAL: 1, HEALTH: 1 });
      expect(JSON.stringify(push)).not.to.match(/KSML|WCHR|NEEDS CHAIR/);
    });
  }

  // The format stands in the log and in the acknowledgement, whose database takes no NUL.
  for (const version of ['13\0:1', 'MUSTERMANN ANNA', 'ANN', `13:${'1'.repeat(5_000)}`, '']) {
    it(`names its version where it is one, and not ${JSON.stringify(version.slice(0, 20))}`, () => {
      const inEdifact = interchange(SEGMENTS).replace(/PNRGOV:[^+']*/, `PNRGOV:${version}`);
      expect(readPush(Buffer.from(inEdifact), '2026-11-26').format).to.equal('PNRGOV');
      // XML has no NUL.
      const inXml = xml.toString().replace('Version="13.1"', `Version="${version.replace('\0', 'X')} X"`);
      expect(readPush(Buffer.from(inXml), '2026-11-26').format).to.equal('PNRGOV XML');
    });
  }

  it('is as docs/piu.md shows one: what is damaged costs itself, and what nobody may keep is counted', () => {
    const page = readFileSync(join(projectRoot, 'docs/piu.md'), 'utf8');
    const [, example = ''] = /^```edifact\n([^]*?)^```$/m.exec(page) ?? [];
    const push = readPush(Buffer.from(example), '2026-11-26');
    expect(push.records.map(({ locators, sealed }) => [locators, sealed.a.travellers[0]?.surname])).to.deep.equal([
      [['0X/AN12NA'], 'PROBE'],
      [['0X/BO34RS'], 'MUSTER'],
    ]);
    expect(push.diagnostics.map(({ fault, segment, record }) => [fault, segment, record])).to.deep.equal([
      ['TAG_UNKNOWN', 18, 2],
    ]);
    expect(push.deletions).to.deep.equal({
      ...{ RELIGIOUS_MEAL: 1, HEALTH: 1, FREE_TEXT: 1 },
      // The segment that no version of the message has.
      OUTSIDE_ANNEX_I: 1,
    });
  });
});
