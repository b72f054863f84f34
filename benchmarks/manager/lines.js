// Writes process.argv[2] numbered lines as fast as standard output takes them, waiting when it is full.
const count = Number(process.argv[2]);
let line = 0;
function write() {
  while (line < count) {
    const text = `${String(line++).padStart(8, '0')} the quick brown fox jumps over the lazy dog, again and again\n`;
    if (!process.stdout.write(text)) return process.stdout.once('drain', write);
  }
  setInterval(() => {}, 1 << 30);
}
write();
