// Loaded into the Node server's process before the server itself: prints what the probe finds there.
// @ts-check
import {probe} from './probe.js';

console.log(`probe: ${probe()}`);
