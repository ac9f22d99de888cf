// Load custom AOT caches (optional for client)
import {jitFnsCache, pureFnsCache} from 'my-api-aot';
import {addAOTCaches} from '@mionkit/core';
addAOTCaches(jitFnsCache, pureFnsCache);
// Then initialize the client
import {initClient} from '@mionkit/client';
import type {MyApi} from './aot-routes-example.ts';
const {routes, middleFns} = initClient<MyApi>({baseURL: 'http://localhost:3000'});
// Added: calls, so that there is something to see.
const [user] = await routes.users.getById('USER-7').call();
console.log(JSON.stringify(user));
const [created] = await routes.users.create({name: 'Mary', email: 'mary@example.com'}).call();
console.log(JSON.stringify(created));
