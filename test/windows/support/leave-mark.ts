// `BROWSER` for a run under Wine in which nobody answers: says by a file that it was started.
import { writeFileSync } from 'node:fs';

writeFileSync(process.env['MARK'] ?? '', '');
