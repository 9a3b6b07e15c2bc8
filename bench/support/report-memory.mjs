// Preloaded into a measured process: tells its own largest resident memory when it ends.
process.on('exit', () => process.stderr.write(`peak-memory-kib=${process.resourceUsage().maxRSS}\n`));
