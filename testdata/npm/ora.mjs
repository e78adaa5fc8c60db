// ora: a spinner on a stream that is no terminal.
import ora from 'ora';
import { PassThrough } from 'node:stream';
const s = new PassThrough();
let text = '';
s.on('data', (d) => {
  text += d;
});
const spin = ora({ text: 'working', stream: s, isEnabled: false, color: 'cyan' }).start();
spin.text = 'nearly';
spin.succeed('done');
ora({ stream: s, isEnabled: false }).fail('bad');
ora({ stream: s, isEnabled: false }).warn('hm');
ora({ stream: s, isEnabled: false }).info('note');
await new Promise((r) => setImmediate(r));
console.log(JSON.stringify(text));
const t = ora({ text: 'x', stream: s, isEnabled: true, spinner: 'dots' });
console.log(JSON.stringify(t.frame()), JSON.stringify(t.frame()));
t.stop();
