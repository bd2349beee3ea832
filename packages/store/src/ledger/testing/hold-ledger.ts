/** Opens the ledger named by its arguments, says so, and keeps it until it is killed. */
import { systemClock } from '@riad/contracts';

import { openLedger } from '../open-ledger.ts';

const [folder = '', keys = ''] = process.argv.slice(2);
const logger = { info() {}, warn() {}, error() {} };
await openLedger({ folder, keys, clock: systemClock, logger, queueLimit: 1, checkpointMs: 1000 });
process.stdout.write('open\n');
setInterval(() => undefined, 1000);
