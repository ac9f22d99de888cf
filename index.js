// `@mionkit/devtools/vite-plugin`.
export * from './plugin/mion-plugin.js';
