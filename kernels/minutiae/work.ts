// Room that one thread has for comparing two templates.

/** Likeness of every cylinder with every other, u16. */
export const LIKENESS_AT: usize = 0;
/** Words to sort: one for each of them at most. */
export const WORDS_AT: usize = 32_768;
/** How far each pair speaks for each other, i16, 128 rows. */
export const RELATIONS_AT: usize = WORDS_AT + 65_536;
/** Of each chosen pair, 16 bytes: a, b, likeness, support. */
export const CHOSEN_AT: usize = RELATIONS_AT + 32_768;
/** Of each chosen pair, what its minutiae are turned by, u8; and what it says, i16. */
export const TURNED_AT: usize = CHOSEN_AT + 128 * 16;
export const SAID_AT: usize = TURNED_AT + 144;
export const SUPPORT_AT: usize = SAID_AT + 272;
/** Pairs that count, best first: u32 numbers of chosen pairs, and what is left of each. */
export const ORDER_AT: usize = SUPPORT_AT + 512;
export const LEFT_AT: usize = ORDER_AT + 64;
export const SEEDS_AT: usize = LEFT_AT + 64;
/** Pairs to be laid on each other, 16 bytes each: a, b, and the weight, f64. */
export const COUNTED_AT: usize = SEEDS_AT + 64;
export const SEEDED_AT: usize = COUNTED_AT + 12 * 16;
export const PARTNERS_AT: usize = SEEDED_AT + 12 * 16;
/** Weights of a round, f64. */
export const WEIGHTS_AT: usize = PARTNERS_AT + 128 * 16;
/** Alignment: cos, sin, x, y, f64; turn, i32. */
export const ALIGNMENT_AT: usize = WEIGHTS_AT + 1_024;
/** Minutiae of a where they come to lie, i32. */
export const LAID_X_AT: usize = ALIGNMENT_AT + 48;
export const LAID_Y_AT: usize = LAID_X_AT + 512;
/** How many partners lie at PARTNERS_AT, i32. */
export const PARTNER_COUNT_AT: usize = LAID_Y_AT + 512;
/** Histogram of likeness, i32. */
export const COUNTS_AT: usize = PARTNER_COUNT_AT + 16;
export const WORK_BYTES: i32 = <i32>COUNTS_AT + 1_040;
