// All that is measured, side by side in one run: `npm run bench`.
// @ts-check
import {cpus} from 'node:os';
import {measureEdit, measureShop, measureWarm} from './aot.js';
import {table} from './measure.js';
import {measurePureFns} from './pure-fns.js';
import {measureTransforms} from './transform.js';
import {measureValidation} from './validate.js';

/** @param {number} time */
const ms = time => `${time.toFixed(1)} ms`;

console.log(`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model}`);

const {files, bytes, times} = await measureTransforms();
const ours = Object.values(times)[0] ?? 0;
table(
  `Transform of ${files} TypeScript files (${(bytes / 1e6).toFixed(1)} MB)`,
  Object.entries(times).map(([name, time]) => [name, ms(time), `${(time / ours).toFixed(1)}×`]),
);

const shop = await measureShop();
table('AOT of the shop (examples/shop)', [
  ['its start script under vite-node alone', ms(shop.viteNode)],
  ['cold cache', ms(shop.cold)],
  ['warm cache', ms(shop.warm)],
  ['in a dev server, from an edit to fresh caches', ms(await measureEdit())],
]);

/** @type {string[][]} */
const warm = [];
for (const modules of [1_000, 10_000]) warm.push([`${modules} modules`, ms(await measureWarm(modules))]);
table('Warm cache, by the modules that the start script loads', warm);

const client = await measurePureFns();
const extraction = Object.values(client.times)[0] ?? 0;
table(
  `Pure functions of a client: ${client.files} files (${(client.bytes / 1e6).toFixed(1)} MB), ${client.withFunctions} with some`,
  Object.entries(client.times).map(([name, time]) => [name, ms(time), `${(time / extraction).toFixed(1)}×`]),
);

for (const {title, rates, sizes} of await measureValidation()) {
  const own = rates['mion'] ?? 0;
  table(
    `${title[0]?.toUpperCase()}${title.slice(1)}`,
    Object.entries(rates).map(([name, rate]) => [
      name,
      `${(rate / 1e6).toFixed(2)} million/s`,
      `${(rate / own).toFixed(2)}×`,
      ...(sizes ? [`${sizes[name]} bytes`] : []),
    ]),
  );
}
