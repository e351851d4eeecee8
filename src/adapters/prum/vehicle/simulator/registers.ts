/** What the simulated registers are like: XD keeps no history and is searched by no person; XE, which joined last, is empty. */
export const REGISTERS = [
  { memberState: 'XA', keepsHistory: true, byParty: true, suggests: true },
  { memberState: 'XB', keepsHistory: true, byParty: true, suggests: true },
  { memberState: 'XC', keepsHistory: true, byParty: true, suggests: false },
  { memberState: 'XD', keepsHistory: false, byParty: false, suggests: true },
  { memberState: 'XE', keepsHistory: true, byParty: true, suggests: false },
  { memberState: 'XF', keepsHistory: true, byParty: false, suggests: false },
] as const;
