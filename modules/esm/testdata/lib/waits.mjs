import { log } from './log.mjs';
log.push('waits');
await null;
log.push('waited');
