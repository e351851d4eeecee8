/** The rooms of the command line, and which words open them. A command starts fast because it loads its own room alone. */
import type { Command } from 'commander';

interface Room {
  /** First words of the commands in it. */
  readonly words: readonly string[];
  readonly add: (program: Command) => Promise<void>;
}

/** In the order in which help lists them. */
const ROOMS: readonly Room[] = [
  {
    words: ['start', 'serve', 'migrate', 'seed'],
    add: async (program) => (await import('./server-commands.js')).addServerCommands(program),
  },
  { words: ['demo'], add: async (program) => (await import('./demo/demo-command.js')).addDemoCommand(program) },
  { words: ['pki', 'token'], add: async (program) => (await import('./pki-commands.js')).addPkiCommands(program) },
  { words: ['idp'], add: async (program) => (await import('./idp-commands.js')).addIdpCommands(program) },
  { words: ['query'], add: async (program) => (await import('./query-room.js')).addQueryRoom(program) },
  {
    words: ['approval', 'emergency'],
    add: async (program) => (await import('./approval-commands.js')).addApprovalCommands(program),
  },
  { words: ['audit', 'receipt'], add: async (program) => (await import('./audit-room.js')).addAuditRoom(program) },
  { words: ['witness'], add: async (program) => (await import('./witness-commands.js')).addWitnessCommands(program) },
  { words: ['review'], add: async (program) => (await import('./review-commands.js')).addReviewCommands(program) },
  { words: ['policy'], add: async (program) => (await import('./policy-commands.js')).addPolicyCommands(program) },
  { words: ['match'], add: async (program) => (await import('./match-commands.js')).addMatchCommands(program) },
  { words: ['nist'], add: async (program) => (await import('./nist-commands.js')).addNistCommands(program) },
  { words: ['prum'], add: async (program) => (await import('./prum-commands.js')).addPrumCommands(program) },
  { words: ['pnr', 'api'], add: async (program) => (await import('./travel-commands.js')).addTravelCommands(program) },
  {
    words: ['criteria'],
    add: async (program) => (await import('./criteria-commands.js')).addCriteriaCommands(program),
  },
  { words: ['world'], add: async (program) => (await import('./world-commands.js')).addWorldCommands(program) },
];

/** Adds the room that the first word opens; all of them where it opens none, so that help and errors know every command. */
export async function addRooms(program: Command, word: string | undefined): Promise<void> {
  const opened = ROOMS.filter(({ words }) => words.includes(word ?? ''));
  for (const { add } of opened.length > 0 ? opened : ROOMS) await add(program);
}
