// The virtual modules, for `"types": ["@mionkit/devtools/virtual-modules"]` in a tsconfig.json.

declare module 'virtual:mion-aot/jit-fns' {
  export const jitFnsCache: import('@mionkit/core').JitFnsCache;
}

declare module 'virtual:mion-aot/pure-fns' {
  export const pureFnsCache: import('@mionkit/core').PureFnsCache;
}

declare module 'virtual:mion-aot/router-cache' {
  export const routerCache: import('@mionkit/core').RouterCache;
}

/** All three AOT caches. Importing it registers them. */
declare module 'virtual:mion-aot/caches' {
  export const jitFnsCache: import('@mionkit/core').JitFnsCache;
  export const pureFnsCache: import('@mionkit/core').PureFnsCache;
  export const routerCache: import('@mionkit/core').RouterCache;
}

/** The pure functions found in the client's sources. */
declare module 'virtual:mion-server-pure-fns' {
  export const serverPureFnsCache: import('@mionkit/core').ServerPureFnsCache;
}

// Those of `customVirtualModuleId`.

declare module 'virtual:*/jit-fns' {
  export const jitFnsCache: import('@mionkit/core').JitFnsCache;
}

declare module 'virtual:*/pure-fns' {
  export const pureFnsCache: import('@mionkit/core').PureFnsCache;
}

declare module 'virtual:*/router-cache' {
  export const routerCache: import('@mionkit/core').RouterCache;
}

declare module 'virtual:*/caches' {
  export const jitFnsCache: import('@mionkit/core').JitFnsCache;
  export const pureFnsCache: import('@mionkit/core').PureFnsCache;
  export const routerCache: import('@mionkit/core').RouterCache;
}
