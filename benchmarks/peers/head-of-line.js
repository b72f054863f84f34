// Small reads and look-ups beside saturating key derivations, in Node's one pool of four threads.
'use strict';
const crypto = require('node:crypto');
const dns = require('node:dns');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const READS = 1000, LOOKUPS = 100, DERIVATIONS = 8, SPREAD_MILLIS = 500;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'head-of-line-'));
const file = path.join(folder, 'small');
fs.writeFileSync(file, 'x'.repeat(1024));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));

const now = () => Number(process.hrtime.bigint()) / 1e6;
const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

function derive() {
  return new Promise((done, failed) => crypto.pbkdf2('password', 'salt', 260000, 64, 'sha512',
    (error) => error ? failed(error) : done()));
}

// `count` operations, each at its own moment of the half second; how long each took.
function spread(count, operation) {
  return new Promise((done, failed) => {
    const began = now(), took = [];
    let asked = 0;
    const timer = setInterval(() => {
      const due = Math.min(count, Math.ceil((now() - began) / SPREAD_MILLIS * count));
      for (; asked < due; asked++) {
        const then = now();
        operation((error) => {
          if (error) return failed(error);
          took.push(now() - then);
          if (took.length === count) done(took.sort((a, b) => a - b));
        });
      }
      if (asked === count) clearInterval(timer);
    }, 1);
  });
}

const read = (done) => fs.readFile(file, done);
const lookUp = (done) => dns.lookup('localhost', done);

async function measure(name) {
  const [reads, lookups] = await Promise.all([spread(READS, read), spread(LOOKUPS, lookUp)]);
  for (const [what, took] of [['file read', reads], ['look-up', lookups]]) {
    console.log(`${what} p50, ms, ${name}\t${at(took, 0.5).toFixed(3)}`);
    console.log(`${what} p99, ms, ${name}\t${at(took, 0.99).toFixed(3)}`);
  }
}

(async () => {
  for (let i = 0; i < 5; i++) await Promise.all([spread(READS, read), spread(LOOKUPS, lookUp), derive()]);
  await measure('idle');
  const began = now();
  const derivations = Promise.all(Array.from({ length: DERIVATIONS }, derive));
  await measure('beside key derivation');
  await derivations;
  console.log(`${DERIVATIONS} key derivations, ms\t${(now() - began).toFixed(1)}`);
})();
