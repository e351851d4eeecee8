/** Carriers of the synthetic states, under designators that the simulation gave them, and for whom they push. */
export interface SimulatedCarrier {
  /** Code in the registry. */
  readonly authority: string;
  readonly designator: string;
}

export const CARRIERS: readonly SimulatedCarrier[] = [
  { authority: 'XA-AIR', designator: '0X' },
  { authority: 'XB-AIR', designator: '0Y' },
];
