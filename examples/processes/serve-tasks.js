'use strict';
// A Node program as a worker of WorkerProcesses: serveTasks(async (payload, signal) => result). Byte arrays are Buffers,
// both ways; signal (an AbortSignal) says when nobody wants the result any more.
const aborts = new Map();

exports.serveTasks = handler => {
  process.on('message', async message => {
    if (message.cmd === 'millrace:cancel') return aborts.get(message.id)?.abort();
    if (message.cmd !== 'millrace:task') return;
    const { id } = message, abort = new AbortController(), start = process.hrtime.bigint();
    const answer = (cmd, fields) => process.send({ cmd, id, ns: Number(process.hrtime.bigint() - start), ...fields });
    aborts.set(id, abort);
    try {
      const result = await handler('bytes' in message ? Buffer.from(message.bytes, 'base64') : message.payload, abort.signal);
      const isBytes = result instanceof Uint8Array;
      answer('millrace:result', isBytes ? { bytes: Buffer.from(result).toString('base64') } : { payload: result ?? null });
    } catch (e) {
      answer('millrace:error', { name: e?.name ?? 'Error', message: String(e?.message ?? e), stack: e?.stack });
    }
    aborts.delete(id);
  });
  process.send({ cmd: 'millrace:ready' });
};
