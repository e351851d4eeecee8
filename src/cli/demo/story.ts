/**
 * The story that the demo tells: one national police system and its neighbours ask SIS, and every answer and refusal
 * is proved to be in the log.
 */
import type { MethodDefinition } from '@grpc/grpc-js';
import { createGrpcClient, type GrpcClient } from '../../client/grpc-client.js';
import { createRestClient } from '../../client/rest-client.js';
import { AuditServiceService, GetEntryRequest } from '../../gen/ostiary/audit/v1/audit.js';
import { AccessContext, Purpose } from '../../gen/ostiary/common/v1/access.js';
import {
  AlertCategory,
  GetAlertRequest,
  SearchObjectsRequest,
  SearchPersonsRequest,
  SisServiceService,
} from '../../gen/ostiary/sis/v1/sis.js';
import { readDevelopmentClient } from '../../pki/development-client.js';
import { systemClock } from '../../shared/clock.js';
import { TEST_PERSONS, TEST_VEHICLES } from '../../world/test-persons.js';
import type { Terminal } from '../terminal.js';
import { handlingLine } from '../handling-line.js';
import type { ReceiptCheck } from './check-receipt.js';

/** Where the story takes place. */
export interface Stage {
  readonly terminal: Terminal;
  readonly port: number;
  readonly pkiDirectory: string;
  /** Checks receipts offline, with nothing but the verifier key. */
  readonly receipts: ReceiptCheck;
}

const CATEGORY_NAMES = new Map<number, string>(
  Object.entries(AlertCategory).map(([name, number]) => [number, name.replace('_', '-')]),
);

const policeAccess = AccessContext.fromPartial({
  legalBasisId: 'SIS62-44-1-B',
  purpose: Purpose.POLICE_CUSTOMS_CHECK,
  caseReference: 'CASE-2026-000123',
  justification: 'identity check during a traffic stop',
  operatingUnit: 'Patrol 7',
});

/**
 * Tells the whole story. Resolves to a size that the log has at its end. Rejects when anything in it turns out otherwise
 * than it must.
 */
export async function tellStory(stage: Stage): Promise<{ readonly treeSize: number }> {
  const { terminal } = stage;
  const police = await openAuthority(stage, 'XA-POLICE');
  const vehicles = await openAuthority(stage, 'XC-VEHICLES');
  const officer = await openAuthority(stage, 'XA-DPO');
  try {
    terminal.title('1. A police officer of state XA asks SIS about a person (gRPC): hit');
    const { wanted, unknownToAll } = TEST_PERSONS;
    terminal.line(`  → SearchPersons ${wanted.surname}, ${wanted.dateOfBirth}, on Reg. (EU) 2018/1862 Art. 44(1)(b)`);
    const hit = await police.answer(
      SisServiceService.searchPersons,
      SearchPersonsRequest.fromPartial({
        access: policeAccess,
        name: { surname: wanted.surname, dateOfBirth: wanted.dateOfBirth },
      }),
    );
    for (const { alertReference, issuingState, category, match, identity, action, handling } of hit.response.matches) {
      terminal.line(`  ← ${alertReference}: ${nameOf(category)} of ${issuingState}, ${action}`);
      terminal.line(
        `    ${identity?.surname ?? ''}, ${identity?.forename ?? ''}, ${identity?.dateOfBirth ?? ''} · ${match?.rules.join('; ') ?? ''}`,
      );
      if (handling !== undefined) terminal.line(`    ${handlingLine(handling)}`);
    }
    const [found] = hit.response.matches;
    if (found === undefined) throw new Error('the demo expected a hit');
    const first = stage.receipts.ofAnswer(hit.response.receipt, hit.bytes);

    terminal.title('2. The second step: the alert itself, authorised and logged on its own (gRPC)');
    const alert = await police.answer(
      SisServiceService.getAlert,
      GetAlertRequest.fromPartial({ access: policeAccess, alertReference: found.alertReference }),
    );
    const { article, reason, warningMarkers, expiresOn } = alert.response.alert ?? {};
    terminal.line(
      `  ← ${article ?? ''}; reason: ${reason ?? ''}; warnings: ${String(warningMarkers?.length ?? 0)}; until ${expiresOn ?? ''}`,
    );
    stage.receipts.ofAnswer(alert.response.receipt, alert.bytes);

    terminal.title('3. The same service over REST: no hit');
    await restNoHit(stage, unknownToAll.surname, unknownToAll.dateOfBirth);

    terminal.title('4. A vehicle registration service of state XC: its own question, and one it may not ask');
    const registration = AccessContext.fromPartial({
      ...policeAccess,
      legalBasisId: 'SIS62-45-1',
      purpose: Purpose.REGISTRATION,
      justification: 'registration of an imported vehicle',
      operatingUnit: 'Counter 3',
    });
    terminal.line(`  → SearchObjects VIN ${TEST_VEHICLES.stolen.vin}, on Art. 45(1)`);
    const vehicle = await vehicles.answer(
      SisServiceService.searchObjects,
      SearchObjectsRequest.fromPartial({ access: registration, vin: TEST_VEHICLES.stolen.vin }),
    );
    for (const { alertReference, category, object, action, handling } of vehicle.response.matches) {
      if (action !== '') throw new Error('the demo expected no action for a registration service');
      terminal.line(
        `  ← ${alertReference}: ${nameOf(category)}, ${object?.description ?? ''}; no action, which is not theirs (Art. 45(4))`,
      );
      if (handling !== undefined) terminal.line(`    ${handlingLine(handling)}`);
    }
    stage.receipts.ofAnswer(vehicle.response.receipt, vehicle.bytes);
    terminal.line('  → SearchPersons on the same legal basis');
    await vehicles.refused(
      'OPERATION_NOT_ALLOWED',
      SisServiceService.searchPersons,
      SearchPersonsRequest.fromPartial({
        access: registration,
        name: { surname: wanted.surname, dateOfBirth: wanted.dateOfBirth },
      }),
    );

    terminal.title('5. A malformed question: every fault at once, none of the values');
    await police.refused(
      'REQUEST_INVALID',
      SisServiceService.searchPersons,
      SearchPersonsRequest.fromPartial({
        access: { ...policeAccess, justification: 'short', caseReference: '' },
        name: { surname: 'Muster\u202emann', dateOfBirth: '1980-02-31', nationality: 'de' },
      }),
    );

    terminal.title('6. A revoked certificate');
    await revoked(stage);

    terminal.title('7. The data protection officer of XA looks into the log');
    const review = AccessContext.fromPartial({
      legalBasisId: 'SIS62-12-6',
      purpose: Purpose.DATA_PROTECTION_REVIEW,
      caseReference: 'REVIEW-2026-11',
      justification: 'monthly sample of accesses',
      operatingUnit: 'Data protection',
    });
    const entry = await officer.answer(
      AuditServiceService.getEntry,
      GetEntryRequest.fromPartial({ access: review, index: BigInt(first.index) }),
    );
    terminal.line(`  ← entry ${String(first.index)}: ${entry.response.entry.toString('utf8')}`);
    terminal.line('    (no person, no officer, no hit: those are encrypted and only committed to)');
    stage.receipts.ofAnswer(entry.response.receipt, entry.bytes);
    const latest = await officer.answer(AuditServiceService.getConsistencyProof, {
      firstSize: BigInt(first.treeSize),
      secondSize: 0n,
    });
    stage.receipts.consistency(first, latest.response);
    return { treeSize: Number(latest.response.secondSize) };
  } finally {
    for (const { close } of [police, vehicles, officer]) close();
  }
}

interface OpenAuthority {
  answer<Request, Response>(
    method: MethodDefinition<Request, Response>,
    request: Request,
  ): Promise<{ response: Response; bytes: Uint8Array }>;
  /** Asks, and expects the refusal. */
  refused<Request, Response>(
    reason: string,
    method: MethodDefinition<Request, Response>,
    request: Request,
  ): Promise<void>;
  close: () => void;
}

async function openAuthority({ port, pkiDirectory, terminal, receipts }: Stage, code: string): Promise<OpenAuthority> {
  const identity = await readDevelopmentClient(pkiDirectory, code, systemClock);
  const token = await identity.mintToken({ officer: 'officer-17' });
  const client: GrpcClient = createGrpcClient(`localhost:${port}`, identity);
  return {
    async answer(method, request) {
      const outcome = await client.call(method, request, { token });
      if (outcome.kind === 'refusal') throw new Error(`${code} was refused: ${outcome.refusal.message}`);
      return outcome;
    },
    async refused(reason, method, request) {
      const outcome = await client.call(method, request, { token });
      if (outcome.kind === 'answer') throw new Error(`${code} was answered where it must be refused`);
      const { refusal } = outcome;
      if (refusal.reason !== reason) throw new Error(`${code} was refused for ${refusal.reason}, not ${reason}`);
      terminal.bad(`${refusal.reason}: ${refusal.message}`);
      for (const { field, description } of refusal.violations) terminal.line(`      ${field}: ${description}`);
      receipts.ofRefusal(refusal.receipt);
    },
    close: () => client.close(),
  };
}

async function restNoHit(stage: Stage, surname: string, dateOfBirth: string): Promise<void> {
  const { terminal, pkiDirectory, port, receipts } = stage;
  const identity = await readDevelopmentClient(pkiDirectory, 'XA-POLICE', systemClock);
  const client = createRestClient('localhost', port, identity);
  try {
    terminal.line(`  → POST /v1/sis/persons:search ${surname}, ${dateOfBirth}`);
    const answer = await client.call('POST', '/v1/sis/persons:search', {
      token: await identity.mintToken({ officer: 'officer-17' }),
      body: JSON.stringify({ access: AccessContext.toJSON(policeAccess), name: { surname, dateOfBirth } }),
    });
    if (answer.status !== 200) throw new Error(`REST answered ${answer.status}: ${answer.text}`);
    const { outcome } = JSON.parse(answer.text) as { outcome: { system: string; status: string } };
    terminal.line(`  ← ${answer.status} ${JSON.stringify(outcome)}`);
    receipts.ofJson(answer.text);
  } finally {
    client.close();
  }
}

async function revoked({ terminal, pkiDirectory, port }: Stage): Promise<void> {
  const identity = await readDevelopmentClient(pkiDirectory, 'XA-REVOKED', systemClock);
  const client = createRestClient('localhost', port, identity);
  try {
    const answered = await client.call('GET', '/v1/audit/checkpoint').then(
      () => true,
      () => false,
    );
    if (answered) throw new Error('a revoked certificate was let in');
    terminal.bad('the connection is closed after the handshake; certificate and reason are in the log');
  } finally {
    client.close();
  }
}

const nameOf = (category: AlertCategory): string => CATEGORY_NAMES.get(category) ?? 'unknown category';
