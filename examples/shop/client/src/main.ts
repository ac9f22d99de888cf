/** Visits the shop whose URL is given, and prints the calls as JSON: `node dist/main.js http://localhost:3000`. */
import {visitShop} from './visit.ts';

const [baseURL = 'http://localhost:3000'] = process.argv.slice(2);
console.log(JSON.stringify(await visitShop(baseURL), null, 2));
