import './waits.mjs';
import { log } from './log.mjs';
log.push('awaited');
export const value = await new Promise((resolve) => setTimeout(resolve, 1, 'value'));
