import { digits, letters } from './belongings.js';
import type { Random } from './random.js';
import type { State } from './states.js';

/** A postal address in one of the synthetic states. No such town, street or postcode exists there. */
export interface Address {
  readonly street: string;
  readonly houseNumber: string;
  readonly postcode: string;
  readonly town: string;
  readonly state: State;
}

interface StateFacts {
  readonly towns: readonly [string, ...string[]];
  readonly streets: readonly [string, ...string[]];
  readonly postcode: (random: Random) => string;
}

/** Invented towns and streets, in the manner of a language each. */
const FACTS: Readonly<Record<State, StateFacts>> = {
  XA: {
    towns: [
      'Altenbruch',
      'Brunnhagen',
      'Dornwalde',
      'Eschenried',
      'Finkenmoor',
      'Grünstetten',
      'Hohenlind',
      'Königsau',
    ],
    streets: ['Amselweg', 'Brückenstraße', 'Gerbergasse', 'Lindenallee', 'Mühlenweg', 'Ringstraße', 'Schloßplatz'],
    postcode: (random) => `0${digits(random, 4)}`,
  },
  XB: {
    towns: [
      'Beaulon-le-Vieux',
      'Champferré',
      'Fontclair',
      'Grandpré-sur-Vire',
      'Montégut',
      'Saint-Aubert',
      'Villerose',
    ],
    streets: ['Allée des Tilleuls', 'Impasse du Four', 'Place de la Halle', 'Quai Neuf', 'Rue de l’Étang', 'Rue Haute'],
    postcode: (random) => `00${digits(random, 3)}`,
  },
  XC: {
    towns: ['Borgosalto', 'Castelvero', 'Montefalco Nuovo', 'Pratorosso', 'Roccamara', 'San Teodato', 'Valfiorita'],
    streets: [
      'Corso Vecchio',
      'Largo dei Mulini',
      'Piazza del Grano',
      'Via Alta',
      'Via dei Conciatori',
      'Vicolo Stretto',
    ],
    postcode: (random) => digits(random, 6),
  },
  XD: {
    towns: ['Brzozowiec', 'Dębogóra', 'Jasnopole', 'Kamieńczyce', 'Leszczynowo', 'Ostrowice', 'Żabinek'],
    streets: ['aleja Lipowa', 'plac Targowy', 'ulica Długa', 'ulica Kowalska', 'ulica Młyńska', 'ulica Świerkowa'],
    postcode: (random) => `${letters(random, 1)}-${digits(random, 3)}`,
  },
};

/** An address in the state. */
export function makeAddress(random: Random, state: State): Address {
  const { towns, streets, postcode } = FACTS[state];
  return {
    street: random.pick(streets),
    houseNumber: `${String(1 + random.below(180))}${random.chance(0.15) ? random.pick(['a', 'b', 'c']) : ''}`,
    postcode: postcode(random),
    town: random.pick(towns),
    state,
  };
}
