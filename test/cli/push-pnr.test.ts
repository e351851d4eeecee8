/** What the command line says of a push, and which files of a folder it sends. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { expect } from 'chai';
import { describePush } from '../../src/cli/describe-push.js';
import { addPushCommand } from '../../src/cli/push-pnr.js';
import { filesToPush } from '../../src/cli/push-stream.js';
import { DeletionCategory, PushKind, PushPnrResponse } from '../../src/gen/ostiary/pnr/v1/push.js';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'no error');

describe('ostiary pnr push', () => {
  const acknowledged = {
    ...{ pushId: '01KAZ5Y0Q3Z1T8X6M4V9C2B7ND', messageFormat: 'PNRGOV 13:1', kind: PushKind.FULL },
    ...{ flight: '0X123', departsOn: '2026-11-30', part: 1, lastPart: true, records: 9, taken: 2 },
    receivedAt: '2026-11-26T17:40:00.000Z',
  };

  it('tells what became of each record, what was deleted, and what is odd and where', () => {
    const response = PushPnrResponse.fromPartial({
      ...acknowledged,
      ...{ superseded: 1, cancelled: 3, missing: 4, outdated: 5, refused: 6, preparedAt: '2026-11-26T08:00:00.000Z' },
      deletions: [
        { category: DeletionCategory.RELIGIOUS_MEAL, count: 1 },
        { category: DeletionCategory.OUTSIDE_ANNEX_I, count: 12 },
      ],
      diagnostics: [
        { fault: 'TAG_UNKNOWN', offset: 301, segment: 10, record: 1 },
        { fault: 'DATE_INVALID', offset: 17, segment: 0, record: 0 },
      ],
      diagnosticCount: 5,
    });
    expect(describePush(response)).to.deep.equal([
      '0X123 of 2026-11-30: full push, PNRGOV 13:1, prepared 2026-11-26T08:00:00.000Z',
      '  9 records: 2 taken, 1 superseded, 3 cancelled, 4 missing, 5 outdated, 6 refused',
      '  deleted    1 of religious meals',
      '  deleted    12 of what Annex I does not name',
      '  ! TAG_UNKNOWN at byte 301 (segment 10, record 1)',
      '  ! DATE_INVALID at byte 17',
      '  ! and 3 others',
      '  received 2026-11-26T17:40:00.000Z',
    ]);
  });

  it('tells a duplicate, a part, and an answer, and nothing that a terminal would obey', () => {
    const response = PushPnrResponse.fromPartial({
      ...acknowledged,
      ...{ duplicate: true, kind: PushKind.API, messageFormat: 'PAXLST\u001b[2J', part: 2, lastPart: false },
      ...{ records: 1, taken: 1, answer: Buffer.from('UNB') },
    });
    expect(describePush(response)).to.deep.equal([
      '0X123 of 2026-11-30: list of passengers, PAXLST·[2J, part 2',
      '  sent before: what follows was said then, and nothing has changed',
      '  1 record: 1 taken, 0 superseded, 0 cancelled, 0 missing, 0 outdated, 0 refused',
      '  answered by a CUSRES of 3 bytes (--answer FILE writes it)',
      '  received 2026-11-26T17:40:00.000Z',
    ]);
  });

  describe('of a folder', () => {
    let folder = '';
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'ostiary-folder-'));
      await mkdir(join(folder, 'empty'));
      for (const name of ['2.edi', '1.edi', '.hidden', 'empty/.hidden']) await writeFile(join(folder, name), 'UNB');
    });
    after(() => rm(folder, { recursive: true }));

    it('sends files by name, and no hidden one that was not named', async () => {
      expect(await filesToPush([folder])).to.deep.equal([join(folder, '1.edi'), join(folder, '2.edi')]);
      expect(await filesToPush([join(folder, '.hidden')])).to.deep.equal([join(folder, '.hidden')]);
    });

    it('says that there is nothing to send in it', async () => {
      const empty = join(folder, 'empty');
      const said = await filesToPush([folder, empty]).then(() => 'taken', messageOf);
      expect(said).to.equal(`${empty}: there are no files in this folder`);
    });

    it('says that a folder is sent with --stream', async () => {
      const pnr = new Command('pnr');
      addPushCommand(pnr);
      const words = ['push', folder, '--as', 'XA-AIR'];
      const said = await pnr.parseAsync(words, { from: 'user' }).then(() => 'taken', messageOf);
      expect(said).to.equal(`${folder} is a folder: folders are sent with --stream`);
    });
  });
});
