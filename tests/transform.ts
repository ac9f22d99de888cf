// The addon's transform, without Vite around it.

import type {MionPluginOptions} from '../index.d.ts';
import {addon} from '../plugin/addon.js';
import type {Devtools} from '../plugin/native.d.ts';
import {repository} from './fixture.ts';

/** An instance of the plugin that only transforms, as in the child that runs a start script. */
export function transformer(options: MionPluginOptions): Devtools {
  const devtools = new addon.Devtools(JSON.stringify(options));
  devtools.configure({
    root: repository,
    cacheDir: repository,
    mode: 'test',
    isChild: true,
    node: process.execPath,
    nodeVersion: process.version,
    runnerDir: repository,
    version: '0',
    outDirs: [],
  });
  return devtools;
}
