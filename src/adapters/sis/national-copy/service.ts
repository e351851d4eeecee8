/** The feed of national copies of SIS (Regulation (EU) 2018/1862 Arts. 4, 9; docs/national-copy.md). */
import type postgres from 'postgres';
import { OutcomeStatus } from '../../../gen/ostiary/common/v1/outcome.js';
import {
  type ReadChangesRequest,
  type ReadChangesResponse,
  type ReadSnapshotRequest,
  type ReadSnapshotResponse,
  SisNationalCopyServiceService,
} from '../../../gen/ostiary/sis/v1/national_copy.js';
import type { Clock } from '../../../shared/clock.js';
import { nowInTime } from '../../../shared/now-in-time.js';
import { Refusal } from '../../../shared/refusal.js';
import { dayOf } from '../../../world/calendar.js';
import type { AccessScope, Adapter, AskContext, Inquiry, LegalOperation } from '../../adapter.js';
import { discloseAlert } from '../disclosures.js';
import type { JournalState } from '../store/journal.js';
import { endUsersOf, objectCategoriesOf, visibilityOf } from '../store/visibility.js';
import { printAlert } from '../wire/print-response.js';
import { type CopiedAlert, type CopyStore, type CopyView, createCopyStore } from './copy-store.js';
import { type CopyCursor, type CopyCursors, createCopyCursors, type SealedCursor } from './cursor.js';
import { fillChanges, fillSnapshot } from './fill-page.js';

/** What the adapter works with. */
export interface NationalCopyOptions {
  /** Pool with the rights of ostiary_gateway on the schema sis; the adapter does not end it. */
  readonly sql: postgres.Sql;
  readonly clock: Clock;
  /** 32 bytes; the same in every process, so that any of them goes on where another stopped. */
  readonly cursorKey: Uint8Array;
}

/** Alerts in a page when the caller does not say. */
const DEFAULT_PAGE = 100;

const COPY: readonly LegalOperation[] = ['COPY'];

/** The feed behind the port. */
export function createNationalCopyAdapter(options: NationalCopyOptions): Adapter<typeof SisNationalCopyServiceService> {
  const { sql, clock, cursorKey } = options;
  const feed = { store: createCopyStore(sql), cursors: createCopyCursors(cursorKey), clock };
  return {
    system: 'SIS',
    service: SisNationalCopyServiceService,
    operations: {
      readSnapshot: { parse: (request) => parseSnapshot(request, feed) },
      readChanges: { parse: (request) => parseChanges(request, feed) },
    },
    checkHealth: async () => {
      await sql`select from sis.journal`;
    },
  };
}

interface Feed {
  readonly store: CopyStore;
  readonly cursors: CopyCursors;
  readonly clock: Clock;
}

function parseSnapshot(request: ReadSnapshotRequest, feed: Feed): Inquiry<ReadSnapshotResponse> {
  const { store, cursors } = feed;
  const given = request.cursor === '' ? undefined : readCursor(request.cursor, 'snapshot', cursors);
  const size = request.pageSize === 0 ? DEFAULT_PAGE : request.pageSize;
  return {
    legalOperations: COPY,
    audit: auditOf('snapshot', given?.cursor, size),
    async ask(context) {
      const { scope, signal } = context;
      const view = viewOf(context, feed);
      if (given !== undefined) assertHolder(given, scope);
      const after = given?.cursor.after ?? 0;
      const read = await store.readSnapshot(view, after, size + 1, signal);
      // The copy will be of the moment at which the snapshot was begun, and then follow the changes since.
      const begun = given?.cursor ?? { epoch: read.journal.epoch, position: read.journal.last, ...extentOf(view) };
      assertFresh(begun, view, read.journal);
      const page = fillSnapshot(read, after, size);
      const next: CopyCursor = page.isLast
        ? { ...begun, phase: 'changes', after: 0 }
        : { ...begun, phase: 'snapshot', after: page.after };
      return {
        ...answerWith(page.alerts),
        response: {
          receipt: undefined,
          ...printPage(page.alerts, scope),
          nextCursor: cursors.seal(next, scope),
          complete: page.isLast,
        },
      };
    },
  };
}

function parseChanges(request: ReadChangesRequest, feed: Feed): Inquiry<ReadChangesResponse> {
  const { store, cursors } = feed;
  const given = readCursor(request.cursor, 'changes', cursors);
  const { cursor } = given;
  const size = request.pageSize === 0 ? DEFAULT_PAGE : request.pageSize;
  return {
    legalOperations: COPY,
    audit: auditOf('changes', cursor, size),
    async ask(context) {
      const { scope, signal } = context;
      const view = viewOf(context, feed);
      assertHolder(given, scope);
      const read = await store.readChanges(view, cursor.position, size + 1, signal);
      assertFresh(cursor, view, read.journal);
      const page = fillChanges(read, cursor.position, size);
      return {
        ...answerWith(page.alerts),
        response: {
          receipt: undefined,
          ...printPage(page.alerts, scope),
          removed: [...page.removed],
          nextCursor: cursors.seal({ ...cursor, position: page.position }, scope),
          caughtUp: page.caughtUp,
        },
      };
    },
  };
}

/** What the log says of the question: which stretch was copied. */
const auditOf = (phase: CopyCursor['phase'], cursor: CopyCursor | undefined, pageSize: number) => ({
  ...(cursor !== undefined && { after: cursor.after, epoch: cursor.epoch }),
  page_size: pageSize,
  phase,
  ...(cursor !== undefined && { position: cursor.position }),
});

/** Throws a Refusal for what no gateway has given, and for a cursor of the other phase. */
function readCursor(text: string, phase: CopyCursor['phase'], cursors: CopyCursors): SealedCursor {
  const opened = cursors.open(text);
  if (opened === undefined) throw wrongCursor('must be a cursor as it was given');
  if (opened.cursor.phase !== phase) {
    throw wrongCursor(
      phase === 'changes'
        ? 'must be of a snapshot that is complete, or of changes'
        : 'must be of a snapshot that is not complete',
    );
  }
  return opened;
}

function assertHolder(given: SealedCursor, scope: AccessScope): void {
  if (!given.belongsTo(scope)) throw wrongCursor('must be a cursor that was given to this authority');
}

function wrongCursor(description: string): Refusal {
  return new Refusal('REQUEST_INVALID', 'the cursor is not one to go on from', {
    violations: [{ field: 'cursor', rule: 'cursor', description }],
  });
}

function viewOf(context: AskContext, { clock }: Feed): CopyView {
  const { scope } = context;
  const { categories, letters } = visibilityOf(scope, ['person', 'object', 'unknown-person']);
  return {
    categories,
    letters,
    objectCategories: objectCategoriesOf(scope),
    endUsersOf: endUsersOf(scope),
    today: dayOf(nowInTime('SIS', clock, context)),
  };
}

const extentOf = ({ categories, letters, objectCategories }: CopyView) => ({ categories, letters, objectCategories });

/** Why a copy must be begun again. */
type Expiry = 'WORLD_RELOADED' | 'SCOPE_CHANGED' | 'TOO_OLD';

type Begun = Pick<CopyCursor, 'epoch' | 'position' | 'categories' | 'letters' | 'objectCategories'>;

/** Throws the Refusal CURSOR_EXPIRED when what follows the cursor is not all that the copy lacks. */
function assertFresh(begun: Begun, view: CopyView, journal: JournalState): void {
  const expired = (reason: Expiry, message: string): Refusal =>
    new Refusal('CURSOR_EXPIRED', `${message}; begin the copy again`, { metadata: { reason } });
  if (begun.epoch !== journal.epoch) throw expired('WORLD_RELOADED', 'SIS was loaded anew');
  if (
    begun.categories !== view.categories ||
    begun.letters !== view.letters ||
    begun.objectCategories !== view.objectCategories
  ) {
    throw expired('SCOPE_CHANGED', 'the copy may hold other categories than when it was begun');
  }
  if (begun.position < journal.keptFrom)
    throw expired('TOO_OLD', 'changes that follow the cursor are not kept any more');
}

const statusOf = (alerts: readonly CopiedAlert[]): 'HIT' | 'NO_HIT' => (alerts.length > 0 ? 'HIT' : 'NO_HIT');

const printPage = (alerts: readonly CopiedAlert[], { memberState }: AccessScope) => ({
  outcome: { system: 'SIS', status: OutcomeStatus[statusOf(alerts)] },
  alerts: alerts.map(({ alert, links }) => printAlert(alert, memberState, links)),
});

const answerWith = (alerts: readonly CopiedAlert[]) => ({
  status: statusOf(alerts),
  disclosures: alerts.map(({ alert }) => discloseAlert(alert)),
});
