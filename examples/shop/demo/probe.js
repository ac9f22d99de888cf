// Tries to make code from a string, and says what came of it.
// @ts-check

/** @returns {string} `refused: ` and why, or `allowed` */
export function probe() {
  try {
    new Function('return 1')();
    return 'allowed';
  } catch (error) {
    return `refused: ${error}`;
  }
}
