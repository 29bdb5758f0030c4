import { parentPrograms } from '../../../../src/adapters/process/program/parent-shell.ts';
import { shellOfProcess } from '../../../../src/outputs/shell-of-process.ts';

// Run by parent-shell.test.ts from real shells.
process.stdout.write(`${shellOfProcess(parentPrograms())}\n`);
