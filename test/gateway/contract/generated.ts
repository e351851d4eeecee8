/** Codecs of every operation of the contract, from the generated code. */
import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js';
import { ApprovalServiceService } from '../../../src/gen/ostiary/approval/v1/approval.js';
import { AuditServiceService } from '../../../src/gen/ostiary/audit/v1/audit.js';
import { CompletenessServiceService } from '../../../src/gen/ostiary/audit/v1/completeness.js';
import { AuditReviewServiceService } from '../../../src/gen/ostiary/audit/v1/review.js';
import { PoliceRecordsServiceService } from '../../../src/gen/ostiary/police_records/v1/police_records.js';
import { PnrAssessmentServiceService } from '../../../src/gen/ostiary/pnr/v1/assessment.js';
import { PnrOversightServiceService } from '../../../src/gen/ostiary/pnr/v1/oversight.js';
import { PnrServiceService } from '../../../src/gen/ostiary/pnr/v1/pnr.js';
import { PrumDnaServiceService } from '../../../src/gen/ostiary/prum/v1/dna.js';
import { PrumFingerprintServiceService } from '../../../src/gen/ostiary/prum/v1/fingerprint.js';
import { PrumVehicleServiceService } from '../../../src/gen/ostiary/prum/v1/vehicle.js';
import { PrumFaceServiceService } from '../../../src/gen/ostiary/prum/v1/face.js';
import { SisAlertServiceService } from '../../../src/gen/ostiary/sis/v1/alerts.js';
import { SisNationalCopyServiceService } from '../../../src/gen/ostiary/sis/v1/national_copy.js';
import { SireneServiceService } from '../../../src/gen/ostiary/sis/v1/sirene.js';
import { SisPrintServiceService } from '../../../src/gen/ostiary/sis/v1/prints.js';
import { SisServiceService } from '../../../src/gen/ostiary/sis/v1/sis.js';
import { compileCodec } from '../../../src/gateway/contract/codec.js';
import type { MethodCodec } from '../../../src/gateway/contract/codec.js';
import { loadContract } from '../../../src/gateway/contract/contract.js';
import type { ContractMethod } from '../../../src/gateway/contract/contract.js';
import type { FieldViolation } from '../../../src/shared/refusal.js';
import { Refusal } from '../../../src/shared/refusal.js';

export const contract = loadContract();

/** 2026-11-23T12:00:00Z. */
export const NOW = Date.UTC(2026, 10, 23, 12);

const SERVICES: Readonly<Record<string, ServiceDefinition>> = {
  'ostiary.approval.v1.ApprovalService': ApprovalServiceService,
  'ostiary.audit.v1.AuditReviewService': AuditReviewServiceService,
  'ostiary.audit.v1.AuditService': AuditServiceService,
  'ostiary.audit.v1.CompletenessService': CompletenessServiceService,
  'ostiary.sis.v1.SireneService': SireneServiceService,
  'ostiary.police_records.v1.PoliceRecordsService': PoliceRecordsServiceService,
  'ostiary.pnr.v1.PnrService': PnrServiceService,
  'ostiary.pnr.v1.PnrAssessmentService': PnrAssessmentServiceService,
  'ostiary.pnr.v1.PnrOversightService': PnrOversightServiceService,
  'ostiary.prum.v1.PrumDnaService': PrumDnaServiceService,
  'ostiary.prum.v1.PrumFingerprintService': PrumFingerprintServiceService,
  'ostiary.prum.v1.PrumVehicleService': PrumVehicleServiceService,
  'ostiary.prum.v1.PrumFaceService': PrumFaceServiceService,
  'ostiary.sis.v1.SisService': SisServiceService,
  'ostiary.sis.v1.SisAlertService': SisAlertServiceService,
  'ostiary.sis.v1.SisPrintService': SisPrintServiceService,
  'ostiary.sis.v1.SisNationalCopyService': SisNationalCopyServiceService,
};

/** An operation by its short name, e.g. "SearchPersons". */
export function methodNamed(name: string): ContractMethod {
  const found = [...contract.methods.values()].find((method) => method.name === name);
  if (found === undefined) throw new Error(`no operation ${name}`);
  return found;
}

/** The generated code of an operation. */
export function codeOf(method: ContractMethod): MethodDefinition<object, object> {
  const code: MethodDefinition<object, object> | undefined = SERVICES[method.service]?.[method.key];
  if (code === undefined) throw new Error(`the tests do not know ${method.path}`);
  return code;
}

/** The codec of an operation, at a fixed time. */
export function codecOf(method: ContractMethod): MethodCodec<object, object> {
  const codec = codecs.get(method) ?? compileCodec(method, codeOf(method), contract.options, { now: () => NOW });
  codecs.set(method, codec);
  return codec;
}

/** Those that were compiled, which takes longer than what they are tried with. */
const codecs = new Map<ContractMethod, MethodCodec<object, object>>();

/** What decoding says of the bytes: nothing, or why they are refused. */
export function refusalOf(name: string, bytes: Uint8Array): Refusal | undefined {
  try {
    codecOf(methodNamed(name)).decode(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** "field rule" of each violation, in order. */
export function rulesBroken(violations: readonly FieldViolation[] | undefined): string[] {
  return (violations ?? []).map(({ field, rule }) => `${field} ${rule}`);
}
