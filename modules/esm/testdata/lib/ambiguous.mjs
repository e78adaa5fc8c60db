import { same } from './both.mjs';
