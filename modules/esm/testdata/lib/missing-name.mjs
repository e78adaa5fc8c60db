import { hidden, a as b } from './names.cjs';
