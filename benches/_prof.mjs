import {measureValidation} from './validate.js';

const only = process.argv[2] ? new RegExp(process.argv[2]) : /./;
for (const {title, rates, sizes} of await measureValidation()) {
  if (!only.test(title)) continue;
  const own = rates.mion;
  const best = Object.entries(rates)
    .filter(([k]) => k !== 'mion')
    .sort((a, b) => b[1] - a[1]);
  console.log(
    title.padEnd(45),
    (own / 1e6).toFixed(2),
    ...best.slice(0, 3).map(([k, v]) => `${k} ${(v / own).toFixed(2)}x`),
    sizes ? JSON.stringify(sizes) : '',
  );
}
