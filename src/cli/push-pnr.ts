/** pnr push: sends a carrier's message to the unit, as one of the development carriers. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { PnrServiceService } from '../gen/ostiary/pnr/v1/pnr.js';
import { PushFormat, PushPnrRequest, PushPnrResponse } from '../gen/ostiary/pnr/v1/push.js';
import { ask, type AskOptions, withAsking } from './ask-pnr.js';
import { describePush } from './describe-push.js';
import { filesToPush, pushFiles } from './push-stream.js';
import { accessOf } from './query-command.js';

/** Adds the command to "pnr". */
export function addPushCommand(pnr: Command): void {
  withAsking(pnr.command('push').description('Send a message to the passenger information unit, as a carrier'), {
    basis: 'PNR-8',
    purpose: 'CARRIER',
    why: 'push of a flight to the unit',
  })
    .argument('<file...>', 'PNRGOV, in EDIFACT or XML, or with --api PAXLST: one message of one flight')
    .option('--api', 'lists of passengers')
    .option('--stream', 'send many files, and those of folders by name, over one stream; one line of JSON for each')
    .option('--independent', 'with --stream: the files may be worked on at the same time, whatever their order')
    .option('--answer <file>', 'file for the receipt (CUSRES) of an interactive list; none is written if there is none')
    .action(async (files: readonly string[], options: PushOptions) => {
      const access = accessOf(options);
      const format = options.api === true ? PushFormat.PAXLST_EDIFACT : PushFormat.PNRGOV_EDIFACT;
      if (options.stream === true) {
        if (options.answer !== undefined) throw new InvalidArgumentError('--answer is for one file, without --stream');
        await pushFiles(
          await filesToPush(files),
          { access, format, independent: options.independent === true },
          options,
        );
        return;
      }
      const [file, ...more] = files;
      if (file === undefined || more.length > 0) throw new InvalidArgumentError('many files are sent with --stream');
      if ((await stat(file)).isDirectory()) throw new Error(`${file} is a folder: folders are sent with --stream`);
      const request = PushPnrRequest.fromPartial({ access, format, message: await readFile(file) });
      const response = await ask(options, PnrServiceService.pushPnr, request, {
        toJson: (answer) => PushPnrResponse.toJSON(answer),
        describe: describePush,
      });
      if (options.answer !== undefined && response !== undefined && response.answer.length > 0)
        await writeFile(options.answer, response.answer);
    });
}

interface PushOptions extends AskOptions {
  readonly api?: true;
  readonly answer?: string;
  readonly stream?: true;
  readonly independent?: true;
}
