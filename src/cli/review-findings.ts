/** review findings, review finding: what detectors found, asked of the review service (docs/detectors.md). */
import { type Command, Option } from 'commander';
import { DETECTOR_NAMES } from '../audit/detect/finding.js';
import {
  AuditReviewServiceService as Review,
  FindingSeverity,
  GetFindingRequest,
  GetFindingResponse,
  ListFindingsRequest,
  ListFindingsResponse,
} from '../gen/ostiary/audit/v1/review.js';
import {
  accessOf,
  type CommonOptions,
  pageOf,
  type PageOptions,
  print,
  whole,
  withCommon,
  withPage,
} from './review-call.js';

interface ListOptions extends CommonOptions, PageOptions {
  readonly authority?: string[];
  readonly detector?: string[];
  readonly severity?: string;
  readonly from?: string;
  readonly until?: string;
  readonly entry?: readonly string[];
}

const SEVERITIES: Readonly<Record<string, FindingSeverity>> = {
  low: FindingSeverity.LOW,
  medium: FindingSeverity.MEDIUM,
  high: FindingSeverity.HIGH,
};

/** Adds the commands. */
export function addFindingsCommands(review: Command): void {
  withPage(withCommon(review.command('findings').description('List what detectors found, newest first')))
    .option('--authority <codes...>', 'authorities whose officers they are about')
    .addOption(new Option('--detector <names...>', 'detectors').choices(DETECTOR_NAMES))
    .addOption(new Option('--severity <severity>', 'the least urgent that is wanted').choices(Object.keys(SEVERITIES)))
    .option('--from <time>', 'about that time or later, e.g. 2026-11-24T00:00:00Z')
    .option('--until <time>', 'about earlier times')
    .option('--entry <indexes...>', 'caused by any of these entries')
    .action(async (options: ListOptions) => {
      const request = ListFindingsRequest.fromPartial({
        access: accessOf(options),
        authorities: options.authority ?? [],
        detectors: options.detector ?? [],
        leastSeverity: SEVERITIES[options.severity ?? ''] ?? FindingSeverity.UNSPECIFIED,
        from: options.from ?? '',
        until: options.until ?? '',
        entryIndexes: (options.entry ?? []).map((index) => BigInt(whole(index))),
        ...pageOf(options),
      });
      await print(options, Review.listFindings, request, (response) => ListFindingsResponse.toJSON(response));
    });
  withPage(withCommon(review.command('finding').description('Show one finding with the entries that caused it')))
    .argument('<id>', 'number of the finding', whole)
    .action(async (id: number, options: CommonOptions & PageOptions) => {
      const request = GetFindingRequest.fromPartial({ access: accessOf(options), id: BigInt(id), ...pageOf(options) });
      await print(options, Review.getFinding, request, (response) => GetFindingResponse.toJSON(response));
    });
}
