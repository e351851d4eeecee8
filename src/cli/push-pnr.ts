/** pnr push: sends a carrier's message to the unit, as one of the development carriers. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { PnrServiceService } from '../gen/ostiary/pnr/v1/pnr.js';
import { PushFormat, PushPnrRequest, PushPnrResponse } from '../gen/ostiary/pnr/v1/push.js';
import { accessOf, type CommonOptions, withCommon } from './query-command.js';
import { ask } from './query-pnr.js';

/** Adds the command to "pnr". */
export function addPushCommand(pnr: Command): void {
  withCommon(pnr.command('push').description('Send a message to the passenger information unit, as a carrier'), {
    basis: 'PNR-8',
    purpose: 'CARRIER',
    why: 'push of a flight to the unit',
  })
    .argument('<file>', 'PNRGOV, in EDIFACT or XML, or with --api PAXLST: one message of one flight')
    .option('--api', 'a list of passengers')
    .action(async (file: string, options: CommonOptions & { readonly api?: true }) => {
      const request = PushPnrRequest.fromPartial({
        access: accessOf(options),
        format: options.api === true ? PushFormat.PAXLST_EDIFACT : PushFormat.PNRGOV_EDIFACT,
        message: await readFile(file),
      });
      await ask(options, PnrServiceService.pushPnr, request, (response) => PushPnrResponse.toJSON(response));
    });
}
