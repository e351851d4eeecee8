/** review: serves the review service, and asks it as a data protection officer of the development PKI. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { readConfig } from '../gateway/config.js';
import {
  AuditReviewServiceService as Review,
  DrawSampleRequest,
  DrawSampleResponse,
  EntrySection,
  ExportEntriesRequest,
  ExportFormat,
  GetStatisticsRequest,
  GetStatisticsResponse,
  OpenEntryRequest,
  OpenEntryResponse,
  ReleaseHoldRequest,
  ReleaseHoldResponse,
  ReportSubjectAccessRequest,
  ReportSubjectAccessResponse,
  SearchEntriesRequest,
  SearchEntriesResponse,
  SetHoldRequest,
  SetHoldResponse,
  StatisticsPeriod,
  StratumDimension,
} from '../gen/ostiary/audit/v1/review.js';
import { joinDatabase } from './database.js';
import {
  accessOf,
  ask,
  type CommonOptions,
  pageOf,
  type PageOptions,
  print,
  whole,
  withCommon,
  withPage,
} from './review-call.js';
import { filterOf, type FilterOptions, subjectOf, withFilter, withSubject } from './review-filter.js';
import { addFindingsCommands } from './review-findings.js';
import { createTerminal } from './terminal.js';

/** Adds the commands. */
export function addReviewCommands(program: Command): void {
  const review = program
    .command('review')
    .description('Review accesses as a data protection officer (docs/dpo-guide.md)');
  review
    .command('serve')
    .description('Run the review service on a migrated database, beside the gateway')
    .action(async () => {
      const config = readConfig(process.env);
      // Who asks the service need not load it.
      const { startReviewService } = await import('../gateway/review-service.js');
      const { runUntilSignal } = await import('./server-commands.js');
      await runUntilSignal(
        config,
        async ({ url }, logger) => {
          const service = await startReviewService(config, url, logger);
          const { port, observabilityPort } = service;
          return { told: { port, observabilityPort }, close: () => service.close() };
        },
        joinDatabase,
      );
    });
  addFinding(review);
  addCounting(review);
  addHolding(review);
  addFindingsCommands(review);
  addExporting(review);
}

function addFinding(review: Command): void {
  withPage(withFilter(withCommon(review.command('search').description('Find entries, newest first')))).action(
    async (options: CommonOptions & FilterOptions & PageOptions) => {
      const request = SearchEntriesRequest.fromPartial({
        access: accessOf(options),
        filter: filterOf(options),
        ...pageOf(options),
      });
      await print(options, Review.searchEntries, request, (response) => SearchEntriesResponse.toJSON(response));
    },
  );
  withCommon(review.command('open').description('Open sections of one entry').argument('<index>', 'from 0', whole))
    .addOption(new Option('--sections <names...>', 'sections to open').choices(Object.keys(SECTIONS)).default(['why']))
    .action(async (index: number, options: CommonOptions & { readonly sections: readonly string[] }) => {
      const request = OpenEntryRequest.fromPartial({
        access: accessOf(options),
        index: BigInt(index),
        sections: sectionsOf(options.sections),
      });
      await print(options, Review.openEntry, request, (response) => OpenEntryResponse.toJSON(response));
    });
  withPage(
    withSubject(
      withCommon(review.command('report').description('All accesses about a person or thing, without officers')),
    ),
  )
    .option('--from <time>', 'earliest time, e.g. 2026-11-24T00:00:00Z')
    .option('--until <time>', 'time before which an access must lie')
    .action(async (options: CommonOptions & FilterOptions & PageOptions) => {
      const request = ReportSubjectAccessRequest.fromPartial({
        access: accessOf(options),
        subject: subjectOf(options) ?? {},
        from: options.from ?? '',
        until: options.until ?? '',
        ...pageOf(options),
      });
      await print(options, Review.reportSubjectAccess, request, (response) =>
        ReportSubjectAccessResponse.toJSON(response),
      );
    });
}

function addCounting(review: Command): void {
  withFilter(withCommon(review.command('sample').description('Draw a stratified random sample')))
    .addOption(new Option('--by <dimensions...>', 'what makes a stratum').choices(Object.keys(DIMENSIONS)).default([]))
    .requiredOption('--size <n>', 'entries of each stratum', whole)
    .action(
      async (options: CommonOptions & FilterOptions & { readonly by: readonly string[]; readonly size: number }) => {
        const request = DrawSampleRequest.fromPartial({
          access: accessOf(options),
          filter: filterOf(options),
          stratifyBy: options.by.flatMap((name) => DIMENSIONS[name] ?? []),
          sizePerStratum: options.size,
        });
        await print(options, Review.drawSample, request, (response) => DrawSampleResponse.toJSON(response));
      },
    );
  withCommon(review.command('stats').description('Counts from leaves alone; those below five are hidden'))
    .requiredOption('--from <time>', 'earliest time, e.g. 2026-01-01T00:00:00Z')
    .requiredOption('--until <time>', 'time before which an entry must lie')
    .addOption(new Option('--by <period>', 'period').choices(['month', 'year']))
    .action(
      async (options: CommonOptions & { readonly from: string; readonly until: string; readonly by?: string }) => {
        const request = GetStatisticsRequest.fromPartial({
          access: accessOf(options),
          from: options.from,
          until: options.until,
          period: PERIODS[options.by ?? ''] ?? StatisticsPeriod.UNSPECIFIED,
        });
        await print(options, Review.getStatistics, request, (response) => GetStatisticsResponse.toJSON(response));
      },
    );
}

function addHolding(review: Command): void {
  withCommon(review.command('hold').description('Hold entries back from erasure; --case names the hold'))
    .argument('<indexes...>', 'indexes of entries')
    .requiredOption('--until <day>', 'last day, e.g. 2027-06-30')
    .action(async (indexes: readonly string[], options: CommonOptions & { readonly until: string }) => {
      const request = SetHoldRequest.fromPartial({
        access: accessOf(options),
        indexes: indexes.map((index) => BigInt(whole(index))),
        until: options.until,
      });
      await print(options, Review.setHold, request, (response) => SetHoldResponse.toJSON(response));
    });
  withCommon(review.command('release').description('Release the hold that --case names')).action(
    async (options: CommonOptions) => {
      const request = ReleaseHoldRequest.fromPartial({ access: accessOf(options) });
      await print(options, Review.releaseHold, request, (response) => ReleaseHoldResponse.toJSON(response));
    },
  );
}

interface ExportOptions extends CommonOptions, FilterOptions, PageOptions {
  readonly format: string;
  readonly recipient: string;
  readonly cleared?: true;
  readonly sections?: readonly string[];
  readonly out: string;
}

function addExporting(review: Command): void {
  withPage(
    withFilter(withCommon(review.command('export').description('Write entries for other tools, or as evidence'))),
  )
    .addOption(new Option('--format <name>', 'format').choices(Object.keys(FORMATS)).makeOptionMandatory())
    .requiredOption('--recipient <words>', 'who receives it; logged')
    .option('--cleared', 'the recipient may learn which officers asked; logged')
    .addOption(new Option('--sections <names...>', 'sections that a bundle opens').choices(Object.keys(SECTIONS)))
    .requiredOption('--out <file>', 'where to write it')
    .action(async (options: ExportOptions) => {
      const request = ExportEntriesRequest.fromPartial({
        access: accessOf(options),
        filter: filterOf(options),
        format: FORMATS[options.format] ?? ExportFormat.UNSPECIFIED,
        recipient: options.recipient,
        officersCleared: options.cleared === true,
        sections: sectionsOf(options.sections ?? []),
        ...pageOf(options),
      });
      const response = await ask(options, Review.exportEntries, request);
      if (response === undefined) return;
      await writeFile(resolve(options.out), response.content);
      const terminal = createTerminal();
      terminal.good(`${response.entryCount} entries as ${response.mediaType} in ${options.out}`);
      if (response.nextPageToken !== '') terminal.line(`  There are more: --page ${response.nextPageToken}`);
    });
}

const SECTIONS: Readonly<Record<string, EntrySection>> = {
  who: EntrySection.WHO,
  what: EntrySection.WHAT,
  why: EntrySection.WHY,
  result: EntrySection.RESULT,
};
const DIMENSIONS: Readonly<Record<string, StratumDimension>> = {
  authority: StratumDimension.AUTHORITY,
  system: StratumDimension.SYSTEM,
  outcome: StratumDimension.OUTCOME,
  hour: StratumDimension.HOUR,
};
const PERIODS: Readonly<Record<string, StatisticsPeriod>> = {
  month: StatisticsPeriod.MONTH,
  year: StatisticsPeriod.YEAR,
};
const FORMATS: Readonly<Record<string, ExportFormat>> = {
  fhir: ExportFormat.FHIR,
  ocsf: ExportFormat.OCSF,
  syslog: ExportFormat.SYSLOG,
  cef: ExportFormat.CEF,
  csv: ExportFormat.CSV,
  bundle: ExportFormat.EVIDENCE_BUNDLE,
};

const sectionsOf = (names: readonly string[]): EntrySection[] => names.flatMap((name) => SECTIONS[name] ?? []);
