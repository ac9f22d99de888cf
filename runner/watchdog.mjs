// A thread of the child that holds a second connection to the plugin, and kills the child's process group when that
// connection closes: nothing the start script began outlives the build, whatever ended the build.

import net from 'node:net';
import process from 'node:process';
import {workerData} from 'node:worker_threads';

const {address, pid} = workerData;

const socket = net.connect(address, () => socket.write('watchdog\n'));
socket.resume();
// 'close' follows.
socket.on('error', () => {});
socket.on('close', () => {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Not the leader of a group, or Windows, which has none (a job object ends the children there).
    process.kill(pid, 'SIGKILL');
  }
});
