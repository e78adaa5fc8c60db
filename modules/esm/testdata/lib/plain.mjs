import { log } from './log.mjs';
log.push('plain');
