/** The AOT caches as a package of their own, for programs that are built without the plugin's virtual modules. */
export {jitFnsCache} from 'virtual:mion-aot/jit-fns';
export {pureFnsCache} from 'virtual:mion-aot/pure-fns';
export {routerCache} from 'virtual:mion-aot/router-cache';
