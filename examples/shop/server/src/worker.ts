/** The shop on Cloudflare Workers, and wherever else `Request` and `Response` are. */
import './api.ts';
import {createFetchHandler} from '@mionkit/fetch';

export default {fetch: createFetchHandler()};
