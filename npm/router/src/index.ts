/**
 * Routes, middleFns and their life cycle. `definitions` is how an API is written, `router` sets it up, `dispatch`
 * answers requests; adapters for platforms are packages of their own and need `dispatch` alone.
 */
export type {SerializerMode} from '@mionkit/core';
export * from './context.ts';
export * from './definitions.ts';
export {dispatch, isApiRequest, type RawRequest, type RawResponse} from './dispatch.ts';
export type {RouterOptions} from './options.ts';
export {initMionRouter, initRouter, registerRoutes} from './router.ts';
export {RouterError, type RouterErrorCode} from './router-error.ts';
export {enableRoutesFlow} from './routes-flow.ts';
