/** The start script: what it registers is what gets compiled. */
import {initMionRouter} from '@mionkit/router';
import {routes} from 'mion-aot-programs/routes';

export const myApi = await initMionRouter(routes);
