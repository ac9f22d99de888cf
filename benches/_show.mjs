import {readFileSync, writeFileSync, mkdtempSync} from 'node:fs';
import {transformSync} from 'esbuild';
import {createTransform} from './transform.js';
import {getJitFnsCache} from '@mionkit/core';
const source='/tmp/w/runtypes/benches/data-types.ts';
const [t] = await createTransform()([{text: readFileSync(source,'utf8'), path: source}]);
writeFileSync('/tmp/w/runtypes/benches/_dt.mjs', transformSync(t.code,{loader:'ts'}).code);
const {types}=await import('./_dt.mjs');
for (const n of process.argv.slice(2)){ types.order.getFn(n); }
for (const e of Object.values(getJitFnsCache())) console.log(e.jitFnHash, e.code, '\n');
