// Prints the value of each feature, a line each. usage: run.js table
const fs = require('fs');
const os = require('os');
const path = require('path');
const { inspect } = require('util');

const codes = fs.readFileSync(process.argv[2], 'utf8').split('\n').filter((l) => l && !l.startsWith('#'))
  .map((l) => l.slice(l[0] === '!' ? 1 : 0, l.lastIndexOf(' // ')));
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'features-'));
const show = (v) => typeof v === 'string' ? v : inspect(v, { breakLength: Infinity, compact: 10, depth: 5 });

(async () => {
  for (let i = 0; i < codes.length; i++) {
    const file = path.join(dir, `${i}.js`);
    fs.writeFileSync(file, `module.exports = async () => (${codes[i]})\n`);
    let out;
    try {
      out = show(await new Promise((resolve, reject) => {
        setImmediate(() => {
          try { require(file)().then(resolve, reject); } catch (e) { reject(e); }
        });
      }));
    } catch (e) {
      out = e?.name ? `${e.name}: ${e.message}` : `threw ${show(e)}`;
    }
    console.log(out.replaceAll('\n', '\\n'));
  }
})().finally(() => fs.rmSync(dir, { recursive: true }));
