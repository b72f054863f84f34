// The cheapest thing that goes through Node's pool and back: one byte of random from libuv's queue.
'use strict';
const crypto = require('node:crypto');
const buffer = Buffer.alloc(1);
const SECONDS = 3;

function run(inFlight, seconds) {
  return new Promise((done) => {
    const end = Date.now() + seconds * 1000;
    let finished = 0, open = inFlight;
    const began = process.hrtime.bigint(), cpu = process.cpuUsage();
    const again = () => {
      finished++;
      if (Date.now() < end) return crypto.randomFill(buffer, again);
      if (--open === 0) {
        const used = process.cpuUsage(cpu);
        done({ wall: Number(process.hrtime.bigint() - began) / 1e3 / finished, cpu: (used.user + used.system) / finished });
      }
    };
    for (let i = 0; i < inFlight; i++) crypto.randomFill(buffer, again);
  });
}

(async () => {
  await run(64, SECONDS);
  for (const inFlight of [1, 64, 1000]) {
    const { wall, cpu } = await run(inFlight, SECONDS);
    console.log(`CPU µs a task, ${inFlight} under way\t${cpu.toFixed(3)}`);
    console.log(`µs a task, ${inFlight} under way\t${wall.toFixed(3)}`);
  }
})();
