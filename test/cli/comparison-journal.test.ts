import { appendFile, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type JournalLine, openJournal } from '../../src/cli/comparison-journal.js';

const OF = { as: 'XA-NCP', basis: 'PRUM2-6-ALL', state: 'XB' };
const line = (file: string, done: number, ...unanswered: string[]): JournalLine => ({
  file,
  sha256: 'ab',
  done,
  unanswered,
  skipped: [],
  answer: { receipt: {} },
});
const FIRST = '{"comparison":{"as":"XA-NCP","basis":"PRUM2-6-ALL","state":"XB"}}\n';

describe('the journal of a comparison of all profiles', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ostiary-journal-'));
    path = join(folder, 'journal.ndjson');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const reason = async (of = OF): Promise<string> =>
    openJournal(path, of).then(
      async (journal) => {
        await journal.close();
        return 'opened';
      },
      (error: unknown) => (error as Error).message,
    );

  it('is begun for its owner alone, and says how far each file has come when it is opened again', async () => {
    const journal = await openJournal(path, OF);
    expect(journal.progressOf('1.xml')).to.equal(undefined);
    await journal.write(line('1.xml', 100, 'S-7'));
    await journal.write(line('2.xml', 5));
    await journal.write(line('1.xml', 100));
    expect(journal.progressOf('1.xml')?.unanswered).to.deep.equal([]);
    await journal.close();
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
    const again = await openJournal(path, OF);
    expect(again.progressOf('1.xml')).to.deep.equal({ file: '1.xml', sha256: 'ab', done: 100, unanswered: [] });
    expect(again.progressOf('2.xml')?.done).to.equal(5);
    await again.close();
  });

  it('loses what a crash left half written, and nothing before it', async () => {
    for (const whole of ['', FIRST, `${FIRST}${JSON.stringify(line('1.xml', 100))}\n`]) {
      for (const half of ['{', JSON.stringify(line('1.xml', 200)), '{"file":"\u00e4']) {
        await writeFile(path, whole + half);
        const journal = await openJournal(path, OF);
        expect(journal.progressOf('1.xml')?.done).to.equal(whole.includes('1.xml') ? 100 : undefined);
        await journal.write(line('1.xml', 300));
        await journal.close();
        const text = await readFile(path, 'utf8');
        expect(text).to.equal(`${whole === '' ? FIRST : whole}${JSON.stringify(line('1.xml', 300))}\n`);
      }
    }
  });

  it('is written by one run at a time, by whatever name it is opened', async () => {
    const journal = await openJournal(path, OF);
    // What looks like the half line of a crash is one that the other run is writing.
    await appendFile(path, '{"file":"1.xml"');
    const other = join(folder, 'other.ndjson');
    await symlink(path, other);
    for (const name of [path, other]) {
      const refused = await openJournal(name, OF).then(
        () => 'opened',
        (error: unknown) => (error as Error).message,
      );
      expect(refused).to.match(/another run \(process \d+\) writes to it; begin again when that has ended/);
    }
    expect(await readFile(path, 'utf8')).to.equal(`${FIRST}{"file":"1.xml"`);
    await journal.close();
    await (await openJournal(other, OF)).close();
    expect(await readdir(folder)).to.deep.equal(['journal.ndjson', 'other.ndjson']);
  });

  it('is of one comparison', async () => {
    await (await openJournal(path, OF)).close();
    expect(await reason({ ...OF, state: 'XC' })).to.match(
      /is the journal of a comparison by XA-NCP with XB on PRUM2-6-ALL/,
    );
    expect(await reason({ ...OF, as: 'XD-NCP' })).to.match(/is the journal/);
    expect(await reason()).to.equal('opened');
  });

  it('is not made of another file, which stays as it is', async () => {
    for (const text of ['hello\n', '{"file":"1.xml"}\n', `${FIRST}[]\n`, `${FIRST}{"file":"1.xml","done":-1}\n`]) {
      await writeFile(path, text);
      expect(await reason()).to.match(/line [12] is none of a journal/);
      expect(await readFile(path, 'utf8')).to.equal(text);
    }
    await writeFile(path, FIRST);
    await appendFile(path, 'no line end');
    expect(await reason()).to.equal('opened');
  });
});
