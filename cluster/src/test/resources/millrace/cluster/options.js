// Tells what it sees of its surroundings, and what a program that it starts sees, and has nothing more to do.
const { execFileSync } = require('child_process');

const child = execFileSync(process.execPath, ['-p', 'String(process.env.NODE_OPTIONS)']).toString().trim();
process.send({ own: String(process.env.NODE_OPTIONS), child, hears: process.listenerCount('message') });
