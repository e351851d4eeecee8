/** query pnr trial|quality: what a rule would have found among the records of the unit, and how good rules are (docs/assessment.md). */
import { readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import {
  GetCriteriaQualityRequest,
  GetCriteriaQualityResponse,
  PnrAssessmentServiceService as Assessment,
  TryCriterionRequest,
  TryCriterionResponse,
} from '../gen/ostiary/pnr/v1/assessment.js';
import { MAX_RULE_BYTES } from '../matching/criteria/read-rule.js';
import { ask, type AskOptions, withAsking } from './ask-pnr.js';
import { describeQuality, describeTrial } from './describe-criteria.js';
import { readDay } from './pnr-arguments.js';
import { accessOf } from './query-command.js';

/** Adds the commands to "query pnr". */
export function addPnrCriteriaQuery(pnr: Command): void {
  withCriteria(
    pnr.command('trial').description('Tell in numbers near the truth what a rule would have found, as the unit'),
    'trial of a rule before it is approved',
  )
    .argument('<file>', 'a rule in JSON (docs/criteria.md), signed or not')
    .requiredOption('--from <date>', 'first day of departure, local to the airport', readDay)
    .requiredOption('--to <date>', 'last day of departure, at most 31 days later', readDay)
    .action(async (file: string, options: AskOptions & { readonly from: string; readonly to: string }) => {
      const request = TryCriterionRequest.fromPartial({
        ...{ access: accessOf(options), fromDate: options.from, toDate: options.to },
        rule: await readRuleFile(file),
      });
      await ask(options, Assessment.tryCriterion, request, {
        toJson: (answer) => TryCriterionResponse.toJSON(answer),
        describe: describeTrial,
      });
    });
  withCriteria(
    pnr.command('quality').description('Count what reviews made of the matches of each rule and database, as the unit'),
    'regular review of the criteria',
  )
    .option('--from <date>', 'first day on which matches were found; all that are there when left out', readDay)
    .action(async (options: AskOptions & { readonly from?: string }) => {
      const request = GetCriteriaQualityRequest.fromPartial({
        access: accessOf(options),
        fromDate: options.from ?? '',
      });
      await ask(options, Assessment.getCriteriaQuality, request, {
        toJson: (answer) => GetCriteriaQualityResponse.toJSON(answer),
        describe: describeQuality,
      });
    });
}

const withCriteria = (command: Command, why: string): Command =>
  withAsking(command, { basis: 'PNR-6-2-C', purpose: 'PNR', why });

/**
 * The bytes of a rule; what they say is for the unit to judge.
 *
 * @throws Error when the file is none, or has more than a rule may have
 */
async function readRuleFile(file: string): Promise<Buffer> {
  const found = await stat(file);
  if (found.isDirectory()) throw new Error(`${file} is a folder: one rule is tried at a time`);
  if (found.size > MAX_RULE_BYTES) throw new Error(`${file} has more than ${MAX_RULE_BYTES} bytes`);
  return readFile(file);
}
