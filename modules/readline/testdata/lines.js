'use strict';
// Lines of an input that is no terminal: where they end, questions, pauses, iteration.
const readline = require('readline');
const { PassThrough, Readable } = require('stream');
const log = (...args) => console.log(...args);

async function lines(chunks, options) {
  const input = new PassThrough();
  const rl = readline.createInterface({ input, ...options });
  const all = [];
  for (const name of ['pause', 'resume', 'close']) rl.on(name, () => all.push(name));
  rl.on('line', (line) => all.push(JSON.stringify(line)));
  for (const chunk of chunks) input.write(chunk);
  input.end();
  await require('events').once(rl, 'close');
  return all.join(' ');
}

(async () => {
  log(await lines(['one\ntwo\r\nthree\rfour\u2028five\u2029six']));
  log(await lines(['split', ' over\n', '\n', 'chunks\n']));
  log(await lines(['return\r', '\nnewline\n']));
  log(await lines([Buffer.from([0xe2]), Buffer.from([0x82]), Buffer.from([0xac, 0x0a])]));
  log(await lines(['\r', '\r', '\n'], { crlfDelay: Infinity }));

  const output = new PassThrough();
  let shown = '';
  output.on('data', (chunk) => { shown += chunk; });
  const input = new PassThrough();
  const rl = readline.createInterface({ input, output, prompt: '? ' });
  rl.on('line', (line) => log('line', line));
  rl.question('name: ', (answer) => {
    log('answer', answer);
    rl.prompt();
  });
  input.write('gopher\nmore\n');
  await new Promise(setImmediate);
  const abort = new AbortController();
  rl.question('never: ', { signal: abort.signal }, () => log('answered'));
  abort.abort();
  const ask = require('util').promisify(rl.question).bind(rl);
  setImmediate(() => input.write('42\n'));
  log(await ask('sum: '));
  await ask('x', { signal: AbortSignal.abort('no') }).catch((err) => log(err.name, err.cause));
  log(JSON.stringify(shown), rl.getPrompt(), rl.terminal, rl.line === '');
  rl.close();
  rl.close();
  for (const name of ['pause', 'resume', 'write', 'prompt']) {
    try {
      rl[name]();
    } catch (err) {
      log(name, err.code, err.message);
    }
  }

  for await (const line of readline.createInterface({ input: Readable.from(['a\nb\n', 'c\nd']) })) {
    log(line);
    if (line === 'c') break;
  }
  const promises = require('readline/promises').createInterface({ input: Readable.from(['yes\n']) });
  log(await promises.question('sure? '));
  for (const options of [
    { completer: 1 }, { history: 1 }, { historySize: -1 }, { tabSize: 0 }, { signal: 1 },
  ]) {
    try {
      readline.createInterface({ input: new PassThrough(), ...options });
    } catch (err) {
      log(err.code, err.message);
    }
  }
})();
