// The child's Vite config for a build that was started by a program and has no config file: the plugin, alone.

import {mionPlugin} from '../index.js';

export default {plugins: [mionPlugin(JSON.parse(process.env.MION_AOT_OPTIONS))]};
