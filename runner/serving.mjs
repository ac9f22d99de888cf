// The servers of a start script that stays as the API: they listen when the plugin says so, which is when the caches are
// there and the process that served before has let go of the port.

import net from 'node:net';
import process from 'node:process';
import {keepAlive, onCommand, report} from './preload.mjs';

/** A script that waits for its server before it makes its router gets to listen after this time. */
const EARLY_MS = 1_000;
/** How often it is looked for connections that have nothing more to say. */
const IDLE_MS = 50;

const {listen} = net.Server.prototype;
/** What waits for the word. @type {Set<{server: net.Server, listen: () => void}>} */
const held = new Set();
/** @type {Set<net.Server>} */
const listening = new Set();
let isOpen = false;
let onHeld = () => false;

/** Calls `listener` when a server is about to listen; it tells whether the caches were sent before. */
export function setHeldListener(listener) {
  onHeld = listener;
}

net.Server.prototype.listen = function (...parameters) {
  if (isOpen) return start(this, parameters);
  // As while a port is being taken, nothing else may hold the process.
  if (held.size === 0) keepAlive(true);
  held.add({server: this, listen: () => start(this, parameters)});
  report({type: 'mion-aot-listens'});
  if (!onHeld()) setTimeout(() => report({type: 'mion-aot-listens-early'}), EARLY_MS).unref();
  return this;
};

function start(server, parameters) {
  listening.add(server);
  server.once('close', () => listening.delete(server));
  return listen.apply(server, parameters);
}

onCommand('mion-aot-listen', () => {
  isOpen = true;
  if (held.size > 0) keepAlive(false);
  for (const {listen} of held) listen();
  held.clear();
});

// As a process manager does it: no new connections, the requests that are being answered to their end, then SIGTERM.
onCommand('mion-aot-release', () => {
  held.clear();
  const servers = Array.from(listening);
  const closed = servers.map(server => new Promise(resolve => server.close(resolve)));
  report({type: 'mion-aot-released'});
  const idle = setInterval(() => {
    for (const server of servers) server.closeIdleConnections?.();
  }, IDLE_MS);
  Promise.all(closed).then(() => {
    clearInterval(idle);
    process.kill(process.pid, 'SIGTERM');
  });
});
