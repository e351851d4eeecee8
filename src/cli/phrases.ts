/** How lines for a person are worded, of what others wrote. */
import type { Terminal } from './terminal.js';

/**
 * A line without what a terminal obeys (controls, escapes) and without what is not seen and changes how the rest is (overrides
 * of direction, other format characters, separators of lines): carriers and officers write what they like. Each becomes a dot.
 */
export const printable = (line: string): string => line.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '·');

/** A number and its noun. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** What is told of these, one blank between. */
export const spaced = (...parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join(' ');

/** A line of what is told under a heading, its label in a column; none where nothing is told. */
export const labelled = (label: string, text: string): string[] =>
  text === '' ? [] : [`  ${label.padEnd(LABEL_WIDTH)}${text}`];

/** Columns of a label, and one at least after it. */
const LABEL_WIDTH = 11;

/** Prints something: as one JSON text, or in lines for a person. */
export type Printer = (value: object, lines: () => readonly string[]) => void;

/** See above. What others wrote is in the JSON as it came, and made printable in the lines. */
export const printerOf = (terminal: Terminal, json: boolean): Printer =>
  json
    ? (value) => terminal.line(JSON.stringify(value))
    : (_value, lines) => lines().forEach((line) => terminal.line(printable(line)));
