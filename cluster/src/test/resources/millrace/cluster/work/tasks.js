'use strict';
// What a worker may do with a task, and to its pool.
const { serveTasks } = require(process.argv[2]);
const leaked = [];

serveTasks(async (task, signal) => {
  if (task instanceof Uint8Array) return task;
  switch (task?.do) {
    case 'pid': return process.pid;
    case 'say': console.error(task.text); return null;
    case 'throw': throw new TypeError(task.text);
    case 'exit': console.error(task.text); process.exit(task.code);
    case 'wait': console.log('waiting'); return new Promise(() => {});
    case 'obey': return new Promise((resolve, reject) => {
      console.log('waiting');
      signal.addEventListener('abort', () => { console.log('aborted'); reject(new Error('aborted')); });
    });
    case 'spin': console.log('spinning'); for (;;);
    case 'garbage': require('fs').writeSync(3, 'this is not JSON\n'); return new Promise(() => {});
    case 'half': require('fs').writeSync(3, '{"cmd":"millrace:result"}\n'); return new Promise(() => {});
    case 'strange': process.send({ cmd: 'millrace:result', id: 1e9, payload: 1 }); return 'still here';
    case 'close': process.disconnect(); return new Promise(() => {});
    case 'leave slowly':
      process.on('SIGTERM', () => {});
      process.on('disconnect', () => setTimeout(() => { console.log('left in order'); process.exit(); }, 2000));
      return null;
    case 'long': process.send('x'.repeat(17 << 20)); return new Promise(() => {});
    case 'leak': leaked.push(Buffer.alloc(task.bytes, 1)); return process.pid;
    default: return task;
  }
});
