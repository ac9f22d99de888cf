/** The shop on Node. Its port comes from the environment; 0 takes a free one. */
import './api.ts';
import type {AddressInfo} from 'node:net';
import {initHttp} from '@mionkit/node';

const server = initHttp({port: Number(process.env['PORT'] ?? 3000)});
server.on('listening', () => {
  const {port} = server.address() as AddressInfo;
  console.log(`The shop is open: http://localhost:${port}`);
});
