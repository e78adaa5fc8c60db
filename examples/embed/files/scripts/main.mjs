import { readFileSync, readdirSync, writeFileSync } from 'fs';
import { price } from './lib/price.ts';
import rates from './lib/rates.json' with { type: 'json' };

const here = import.meta.dirname;
console.log(readdirSync(here).join());
console.log(readFileSync(here + '/greeting.txt', 'utf8').trim(), price(100, rates.EUR));
for (const attempt of [() => writeFileSync(here + '/greeting.txt', ''), () => readFileSync('/etc/passwd')]) {
	try { attempt() } catch (e) { console.log(e.code) }
}
