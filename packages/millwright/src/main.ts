#!/usr/bin/env node
import { processConsole } from './cli/console.ts';
import { main } from './cli/main.ts';

process.exitCode = await main(process.argv.slice(2), processConsole());
