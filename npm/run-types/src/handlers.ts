/** What the router needs of this package, apart from it: a strict bundle has none of it. */
export {sendAOTCaches} from './aot-text.ts';
export {compileHandler} from './handler.ts';
