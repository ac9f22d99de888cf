// Timing: the fastest of several runs, because what disturbs a run only ever makes it slower.
// @ts-check

/**
 * @param {number} runs
 * @param {() => (() => unknown) | Promise<() => unknown>} prepare makes what is timed; its own time does not count
 * @returns {Promise<number>} milliseconds
 */
export async function fastest(runs, prepare) {
  let best = Infinity;
  for (let run = 0; run < runs; run++) {
    const work = await prepare();
    const started = performance.now();
    await work();
    best = Math.min(best, performance.now() - started);
  }
  return best;
}

/**
 * Prints rows of columns, the last ones to the right.
 * @param {string} title
 * @param {string[][]} rows
 */
export function table(title, rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => (row[column] ?? '').length)));
  console.log(`\n${title}\n`);
  for (const row of rows) {
    const cells = row.map((cell, i) =>
      i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0),
    );
    console.log(`  ${cells.join('   ')}`);
  }
}
