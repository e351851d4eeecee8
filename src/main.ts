#!/usr/bin/env node
/** The command line. Each command lives in src/cli/. */
import { Command } from 'commander';
import { addApprovalCommands } from './cli/approval-commands.js';
import { addAuditCommands } from './cli/audit-commands.js';
import { addCompletenessCommands } from './cli/completeness-commands.js';
import { addCriteriaCommands } from './cli/criteria-commands.js';
import { addDemoCommand } from './cli/demo/demo-command.js';
import { addDetectCommands } from './cli/detect-commands.js';
import { addErasureCommands } from './cli/erasure-commands.js';
import { addIdpCommands } from './cli/idp-commands.js';
import { addMatchCommands } from './cli/match-commands.js';
import { addNistCommands } from './cli/nist-commands.js';
import { addPkiCommands } from './cli/pki-commands.js';
import { addPolicyCommands } from './cli/policy-commands.js';
import { addPrumCommands } from './cli/prum-commands.js';
import { addQueryCommand } from './cli/query-command.js';
import { addDnaQuery } from './cli/query-dna.js';
import { addFacesQuery } from './cli/query-faces.js';
import { addRecordsQuery } from './cli/query-records.js';
import { addVehiclesQuery } from './cli/query-vehicles.js';
import { addReviewCommands } from './cli/review-commands.js';
import { addServerCommands } from './cli/server-commands.js';
import { addTravelCommands } from './cli/travel-commands.js';
import { addUnwrapsCommand } from './cli/unwraps-command.js';
import { addWitnessCommands } from './cli/witness-commands.js';
import { addWorldCommands } from './cli/world-commands.js';

const program = new Command('ostiary')
  .description('Gateway for law-enforcement information exchange. All data are synthetic.')
  .showHelpAfterError();

addServerCommands(program);
addDemoCommand(program);
addPkiCommands(program);
addIdpCommands(program);
const query = addQueryCommand(program);
addRecordsQuery(query);
addDnaQuery(query);
addVehiclesQuery(query);
addFacesQuery(query);
addApprovalCommands(program);
addAuditCommands(program);
addErasureCommands(program);
addWitnessCommands(program);
addReviewCommands(program);
addDetectCommands(program);
addUnwrapsCommand(program);
addCompletenessCommands(program);
addPolicyCommands(program);
addMatchCommands(program);
addNistCommands(program);
addPrumCommands(program);
addTravelCommands(program);
addCriteriaCommands(program);
addWorldCommands(program);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`ostiary: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
