// When has the start script gone quiet? Every runner asks here: the plugin waits for the answer, because routes may be
// registered in several steps, each of which sends the caches anew.

import {report, setSendListener} from './preload.mjs';

/** After the entry was evaluated, its top-level awaits included: what is still to come comes at once. */
const QUIET_EVALUATED_MS = 30;
/** Before that, the script awaits something: a next step may follow, or it may never end. */
const QUIET_EVALUATING_MS = 1_000;

/**
 * Watches one start script.
 * @param {() => void} beforeQuiet called once before silence is reported
 * @returns `loading(promise)` counts a module that is being loaded; `evaluated()` says that the entry is; `listens()` that
 * a server is about to listen, which is the last that a script waits for, and tells whether the caches were sent.
 */
export function watchActivity(beforeQuiet) {
  let pending = 0;
  let evaluated = false;
  let listens = false;
  let sent = false;
  let timer;

  // Timed here and not in the plugin: while the script computes, its timers wait. They do not hold the process: a
  // script with nothing left to do ends, and that is an answer too.
  function active() {
    if (!sent) return;
    clearTimeout(timer);
    timer = setTimeout(check, evaluated || listens ? QUIET_EVALUATED_MS : QUIET_EVALUATING_MS).unref();
  }

  function check() {
    const due = timer;
    // Timers run before what the system has ready for this turn of the loop; let that run first.
    setImmediate(() => {
      if (due !== timer) return;
      if (pending > 0) {
        active();
        return;
      }
      beforeQuiet();
      report({type: 'mion-aot-quiet'});
    });
  }

  setSendListener(() => {
    sent = true;
    active();
  });

  return {
    async loading(promise) {
      pending++;
      active();
      try {
        return await promise;
      } finally {
        pending--;
        active();
      }
    },
    evaluated() {
      evaluated = true;
      report({type: 'mion-aot-evaluated'});
      active();
    },
    listens() {
      // A router that is still to come counts.
      listens ||= sent;
      active();
      return sent;
    },
  };
}
