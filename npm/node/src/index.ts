/** Serves a mion API with node:http or node:https. */
export {
  closeServer,
  httpRequestHandler,
  initHttp,
  type NodeServerOptions,
  startNodeServer,
} from './node-server.ts';
