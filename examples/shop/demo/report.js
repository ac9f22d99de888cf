// The demo's report, as text. Colours only where a person reads it.
// @ts-check
import {styleText} from 'node:util';

const colours = process.stdout.isTTY && !process.env['NO_COLOR'];
const width = Math.max(process.stdout.columns ?? 110, 60);

/** @param {string} text */
export const bold = text => paint('bold', text);
/** @param {string} text */
export const dim = text => paint('dim', text);
/** @param {string} text */
export const green = text => paint('green', text);
/** @param {string} text */
export const red = text => paint('red', text);

/** @param {string} text */
export const heading = text => console.log(`\n${bold(text)}`);

/** @param {number} bytes */
export const bytes = bytes => bytes.toLocaleString('en-US');
/** @param {number} ms */
export const duration = ms => `${Math.round(ms).toLocaleString('en-US')} ms`;

/**
 * Prints rows in columns; those named in `right` are numbers.
 * @param {string[]} head
 * @param {string[][]} rows
 * @param {number[]} right
 */
export function table(head, rows, right = []) {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map(row => row[i]?.length ?? 0)));
  /** @param {string[]} row */
  const line = row =>
    row
      .map((cell, i) => (right.includes(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()
      .slice(0, width - 2);
  console.log(`  ${dim(line(head))}`);
  for (const row of rows) console.log(`  ${line(row)}`);
}

/**
 * @param {string} text
 * @param {number} used columns that stand before it
 */
export const fit = (text, used) => {
  const room = Math.max(width - used, 20);
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
};

/**
 * @param {Parameters<typeof styleText>[0]} format
 * @param {string} text
 */
function paint(format, text) {
  return colours ? styleText(format, text) : text;
}
