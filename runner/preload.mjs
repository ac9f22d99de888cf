// The child's end of the local socket that the plugin listens on, presented as Node's own `process.send`.
//
// `node --import preload.mjs <runner>` loads it before anything else. A message is one line of JSON. It is written
// synchronously, so that nothing is lost when the script calls `process.exit()` right after `process.send()`.

import {once} from 'node:events';
import {writeSync} from 'node:fs';
import net from 'node:net';
import process from 'node:process';
import {isMainThread, Worker} from 'node:worker_threads';

// Kept from before the user's code ran, which may replace them.
const {stringify} = JSON;
const {nextTick} = process;

/** Sends a message to the plugin, even after the script has called `process.disconnect()`. */
export let report = () => false;

/** Whether the channel keeps the process alive: while it waits for a command. */
export let keepAlive = () => {};

/** What the plugin may say. @type {Map<string, () => void>} */
const commands = new Map();

/** Calls `listener` whenever the plugin sends a message of this type. */
export function onCommand(type, listener) {
  commands.set(type, listener);
}

let onSend = () => {};
let onReport = () => {};

/** Calls `listener` after each `process.send` of the script. */
export function setSendListener(listener) {
  onSend = listener;
}

/** Calls `listener` with the files that the plugin in this process names as inputs. */
export function setReportListener(listener) {
  onReport = listener;
}

const address = process.env.MION_AOT_SOCKET;

// Worker threads inherit `--import`; the channel belongs to the main thread, as Node's does.
if (address && isMainThread) {
  hideFromForks();
  const socket = net.connect(address);
  await once(socket, 'connect');
  report = writer(socket);
  report.line('channel');
  keepAlive = isKept => (isKept ? socket.ref() : socket.unref());
  present(socket);
  watchParent();
}

/** A process that the script forks must not find the channel: its own parent is the script. */
function hideFromForks() {
  delete process.env.MION_AOT_SOCKET;
  const {execArgv} = process;
  const index = execArgv.indexOf(import.meta.url);
  if (index > 0) execArgv.splice(index - 1, 2);
}

/** @returns a function that has written its message, down to the operating system, when it returns. */
function writer(socket) {
  const handle = socket._handle;
  handle.setBlocking(true);
  // A named pipe of Windows has no descriptor; there a blocking handle makes `socket.write` synchronous.
  const {fd} = handle;
  const line = text => {
    if (socket.destroyed) return false;
    if (!(fd >= 0)) return socket.write(`${text}\n`);
    const bytes = Buffer.from(`${text}\n`);
    for (let sent = 0; sent < bytes.length; ) {
      try {
        sent += writeSync(fd, bytes, sent);
      } catch (error) {
        if (error.code !== 'EAGAIN') throw error;
      }
    }
    return true;
  };
  return Object.assign(message => line(stringify(message)), {line});
}

/** Gives `process` what `child_process.fork` would have given it. */
function present(socket) {
  let connected = true;

  process.send = function send(message, handle, options, callback) {
    const done = [handle, options, callback].find(argument => typeof argument === 'function');
    const fail = error => {
      nextTick(() => (done ? done(error) : process.emit('error', error)));
      return false;
    };
    if (message === undefined)
      throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "message" argument must be specified');
    if (handle && typeof handle === 'object') {
      throw coded(TypeError, 'ERR_INVALID_HANDLE_TYPE', 'This handle type cannot be sent');
    }
    if (!connected) return fail(coded(Error, 'ERR_IPC_CHANNEL_CLOSED', 'Channel closed'));
    const text = stringify(message);
    if (text === undefined) {
      throw coded(
        TypeError,
        'ERR_INVALID_ARG_TYPE',
        'The "message" argument must be something JSON can hold',
      );
    }
    try {
      report.line(text);
    } catch (error) {
      return fail(error);
    }
    if (message?.type === 'mion-aot-modules') onReport(message.modules);
    else onSend();
    if (done) nextTick(done, null);
    return true;
  };

  process.disconnect = function disconnect() {
    if (!connected) {
      process.emit('error', coded(Error, 'ERR_IPC_DISCONNECTED', 'IPC channel is already disconnected'));
      return;
    }
    connected = false;
    nextTick(() => process.emit('disconnect'));
  };

  Object.defineProperty(process, 'connected', {configurable: true, enumerable: true, get: () => connected});
  process.channel = {ref: () => {}, unref: () => {}, hasRef: () => false};

  let received = '';
  socket.setEncoding('utf8');
  socket.on('data', chunk => {
    const lines = (received + chunk).split('\n');
    received = lines.pop();
    for (const line of lines) {
      const message = JSON.parse(line);
      const command = commands.get(message?.type);
      if (command) command();
      else if (connected) process.emit('message', message, undefined);
    }
  });
  // The plugin is gone; the watchdog ends this process.
  socket.on('error', () => {});
  socket.on('close', () => {
    if (connected) process.disconnect();
  });
  socket.unref();
}

/** Ends this process and all that it started when the plugin's process dies, be it by SIGKILL. */
function watchParent() {
  // In a thread of its own: the main one may be in an endless loop.
  const worker = new Worker(new URL('./watchdog.mjs', import.meta.url), {
    execArgv: [],
    workerData: {address, pid: process.pid},
  });
  worker.on('error', () => {});
  worker.unref();
}

function coded(Class, code, message) {
  return Object.assign(new Class(message), {code});
}
