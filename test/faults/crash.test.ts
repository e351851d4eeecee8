import { crashRounds } from './crash-rounds.js';

describe('crashes', function () {
  this.timeout(120_000);
  crashRounds(2);
});
