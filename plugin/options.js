// The plugin's options on their way to the addon, which checks them.
// @ts-check

/**
 * JSON of the options. What JSON would drop silently (functions, symbols) or cannot hold (regular expressions,
 * bigints) becomes an object, which no option takes: the addon's error then names the option.
 * @param {unknown} options
 */
export function optionsJson(options) {
  return JSON.stringify(options, (_, value) => {
    const lost = ['function', 'symbol', 'bigint'].includes(typeof value) || value instanceof RegExp;
    return lost ? {} : value;
  });
}
