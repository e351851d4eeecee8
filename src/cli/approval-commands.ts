/** approval, emergency: four eyes and the review of emergency accesses, as one of the development authorities. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { MethodDefinition } from '@grpc/grpc-js';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { RefusedCall } from '../client/grpc-client.js';
import {
  ApprovalDecision,
  ApprovalServiceService as Approvals,
  ApprovalView,
  DecideApprovalRequest,
  DecideApprovalResponse,
  EmergencyVerdict,
  GetApprovalRequest,
  GetApprovalResponse,
  ListApprovalsRequest,
  ListApprovalsResponse,
  ListEmergenciesRequest,
  ListEmergenciesResponse,
  RequestApprovalRequest,
  RequestApprovalResponse,
  ReviewEmergencyRequest,
  ReviewEmergencyResponse,
  WithdrawApprovalRequest,
  WithdrawApprovalResponse,
} from '../gen/ostiary/approval/v1/approval.js';
import { AccessContext, Purpose, Urgency } from '../gen/ostiary/common/v1/access.js';
import { AuditReceipt } from '../gen/ostiary/common/v1/receipt.js';
import { readDevelopmentClient } from '../pki/development-client.js';
import { systemClock } from '../shared/clock.js';
import { openGateway } from './gateway-client.js';
import { DEFAULT_PKI_DIRECTORY } from '../pki/layout.js';

interface CommonOptions {
  readonly as: string;
  readonly officer: string;
  readonly role: readonly string[];
  readonly kind?: string;
  readonly pki: string;
  readonly address: string;
  readonly basis: string;
  readonly purpose: keyof typeof Purpose;
  readonly urgency: keyof typeof Urgency;
  readonly case: string;
  readonly why: string;
  readonly unit: string;
}

interface PageOptions {
  readonly pageSize: number;
  readonly page: string;
}

/** Adds the commands. */
export function addApprovalCommands(program: Command): void {
  const approval = program
    .command('approval')
    .description('Ask for, give and refuse approvals by a second body (docs/approvals.md)');
  addRequesting(approval);
  addDeciding(approval);
  addReading(approval);
  addEmergencies(
    program.command('emergency').description('Review emergency accesses, which went ahead without an approval'),
  );
}

function addRequesting(approval: Command): void {
  withCommon(approval.command('request').description('Ask a body for its approval of one question'))
    .argument('<file>', 'the question: the request of the operation as JSON, with its access context')
    .requiredOption('--to <code>', 'body that is asked, e.g. XB-SIRENE')
    .requiredOption('--operation <path>', 'e.g. /ostiary.sis.v1.SisService/GetAlert')
    .action(async (file: string, options: CommonOptions & { readonly to: string; readonly operation: string }) => {
      const questionJson = await readQuestion(file);
      const request = RequestApprovalRequest.fromPartial({
        access: { ...accessOf(options), ...shownBy(questionJson) },
        approvingAuthority: options.to,
        operation: options.operation,
        questionJson,
      });
      await print(options, Approvals.requestApproval, request, (response) => RequestApprovalResponse.toJSON(response));
    });
  withCommon(approval.command('withdraw').description('Withdraw one’s own request'))
    .argument('<id>')
    .action(async (id: string, options: CommonOptions) => {
      const request = WithdrawApprovalRequest.fromPartial({ access: accessOf(options), approvalId: id });
      await print(options, Approvals.withdrawApproval, request, (response) =>
        WithdrawApprovalResponse.toJSON(response),
      );
    });
}

/** What the question shows besides: the act is judged by the same row, which asks for it here, too. */
function shownBy(questionJson: string): Partial<AccessContext> {
  const question = JSON.parse(questionJson) as { readonly access?: unknown } | null;
  const { offence, nationalLawEmpowered, onBehalfOf, personCategory, aim, priorSearches, consentReference } =
    AccessContext.fromJSON(question?.access ?? {});
  return { offence, nationalLawEmpowered, onBehalfOf, personCategory, aim, priorSearches, consentReference };
}

function addDeciding(approval: Command): void {
  for (const [name, decision, description] of [
    ['approve', ApprovalDecision.APPROVE, 'Let a question be put'],
    ['refuse', ApprovalDecision.REFUSE, 'Do not let it be put'],
  ] as const) {
    withCommon(approval.command(name).description(description))
      .argument('<id>')
      .requiredOption('--reason <text>', 'reasons, for the officer who asked and for review')
      .action(async (id: string, options: CommonOptions & { readonly reason: string }) => {
        const request = DecideApprovalRequest.fromPartial({
          access: accessOf(options),
          approvalId: id,
          decision,
          reason: options.reason,
        });
        await print(options, Approvals.decideApproval, request, (response) => DecideApprovalResponse.toJSON(response));
      });
  }
}

function addReading(approval: Command): void {
  withCommon(approval.command('show').description('Show an approval with its question'))
    .argument('<id>')
    .action(async (id: string, options: CommonOptions) => {
      const request = GetApprovalRequest.fromPartial({ access: accessOf(options), approvalId: id });
      await print(options, Approvals.getApproval, request, (response) => GetApprovalResponse.toJSON(response));
    });
  withPage(
    withCommon(approval.command('list').description('List one’s own requests, or those that wait for one’s body')),
  )
    .option('--waiting', 'those that wait for one’s body')
    .action(async (options: CommonOptions & PageOptions & { readonly waiting?: true }) => {
      const request = ListApprovalsRequest.fromPartial({
        access: accessOf(options),
        view: options.waiting === true ? ApprovalView.WAITING : ApprovalView.OWN,
        ...pageOf(options),
      });
      await print(options, Approvals.listApprovals, request, (response) => ListApprovalsResponse.toJSON(response));
    });
}

function addEmergencies(emergency: Command): void {
  withPage(withCommon(emergency.command('list').description('List emergency accesses')))
    .option('--open', 'only those that wait for their review')
    .action(async (options: CommonOptions & PageOptions & { readonly open?: true }) => {
      const request = ListEmergenciesRequest.fromPartial({
        access: accessOf(options),
        openOnly: options.open === true,
        ...pageOf(options),
      });
      await print(options, Approvals.listEmergencies, request, (response) => ListEmergenciesResponse.toJSON(response));
    });
  withCommon(emergency.command('review').description('Say whether an emergency access was justified'))
    .argument('<id>', 'identifier of the request that was put')
    .addOption(
      new Option('--verdict <verdict>', 'what the review finds').choices(Object.keys(VERDICTS)).makeOptionMandatory(),
    )
    .requiredOption('--reason <text>', 'reasons')
    .action(async (id: string, options: CommonOptions & { readonly verdict: string; readonly reason: string }) => {
      const request = ReviewEmergencyRequest.fromPartial({
        access: accessOf(options),
        requestId: id,
        verdict: VERDICTS[options.verdict] ?? EmergencyVerdict.UNSPECIFIED,
        reason: options.reason,
      });
      await print(options, Approvals.reviewEmergency, request, (response) => ReviewEmergencyResponse.toJSON(response));
    });
}

const VERDICTS: Readonly<Record<string, EmergencyVerdict>> = {
  justified: EmergencyVerdict.JUSTIFIED,
  'not-justified': EmergencyVerdict.NOT_JUSTIFIED,
};

/** The question on one line, as the contract wants it. */
async function readQuestion(file: string): Promise<string> {
  const text = await readFile(resolve(file), 'utf8');
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    throw new Error(`${file}: is not JSON`);
  }
}

function withCommon(command: Command): Command {
  const named = (values: object): string[] =>
    Object.keys(values).filter((name) => name !== 'UNSPECIFIED' && name !== 'UNRECOGNIZED');
  return command
    .requiredOption('--as <code>', 'authority, e.g. XA-POLICE or XB-SIRENE')
    .requiredOption('--basis <id>', 'row of the legal-basis table for this act, e.g. SIS62-56-5 or APPR-SIS-56-5')
    .requiredOption('--why <text>', 'justification of this act; logged')
    .addOption(new Option('--purpose <purpose>', 'purpose').choices(named(Purpose)).default('CRIMINAL_OFFENCE'))
    .addOption(
      new Option('--urgency <urgency>', 'how fast').choices(['UNSPECIFIED', ...named(Urgency)]).default('UNSPECIFIED'),
    )
    .option('--kind <kind>', 'kind of authority in which it acts, where it has several')
    .option('--officer <id>', 'pseudonymous officer id', 'officer-17')
    .option('--role <roles...>', 'roles in the officer’s token, e.g. emergency-review', ['searcher'])
    .option('--pki <folder>', 'development PKI', DEFAULT_PKI_DIRECTORY)
    .option('--address <host:port>', 'gateway', 'localhost:8443')
    .option('--case <reference>', 'case reference', 'CASE-2026-000001')
    .option('--unit <name>', 'operating unit', 'Unit 7');
}

function withPage(command: Command): Command {
  return command
    .option('--page-size <n>', 'most in the reply; 0 takes the default', whole, 0)
    .option('--page <token>', 'token that came with the page before', '');
}

const pageOf = ({ pageSize, page }: PageOptions) => ({ pageSize, pageToken: page });

function whole(text: string): number {
  if (!/^[0-9]{1,4}$/.test(text)) throw new InvalidArgumentError('must be a whole number');
  return Number(text);
}

function accessOf(options: CommonOptions): AccessContext {
  return AccessContext.fromPartial({
    legalBasisId: options.basis,
    purpose: Purpose[options.purpose],
    urgency: Urgency[options.urgency],
    authorityKind: options.kind ?? '',
    caseReference: options.case,
    justification: options.why,
    operatingUnit: options.unit,
  });
}

async function print<Request, Response>(
  options: CommonOptions,
  method: MethodDefinition<Request, Response>,
  request: Request,
  toJson: (response: Response) => unknown,
): Promise<void> {
  const identity = await readDevelopmentClient(resolve(options.pki), options.as, systemClock);
  const client = openGateway(options.address, identity);
  try {
    const token = await identity.mintToken({ officer: options.officer, roles: options.role });
    const outcome = await client.call(method, request, { token });
    const shown = outcome.kind === 'answer' ? toJson(outcome.response) : printRefusal(outcome.refusal);
    process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
    if (outcome.kind === 'refusal') process.exitCode = 1;
  } finally {
    client.close();
  }
}

function printRefusal({ receipt, ...refusal }: RefusedCall): object {
  return { ...refusal, ...(receipt !== undefined && { receipt: AuditReceipt.toJSON(receipt) }) };
}
