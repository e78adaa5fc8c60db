'use strict';
// The class Navigator and its one instance.

const { codes: { ERR_ILLEGAL_CONSTRUCTOR } } = require('internal/errors');

const own = Symbol('own');

// What the web calls a platform.
function getNavigatorPlatform(arch, platform) {
  switch (platform) {
    case 'darwin': return 'MacIntel'; // on every Mac
    case 'win32': return 'Win32'; // also where programs have 64 bits
  }
  const machine = { x64: 'x86_64', ia32: platform === 'linux' ? 'i686' : 'i386' };
  if (platform === 'freebsd' && arch === 'x64') machine.x64 = 'amd64';
  if (platform === 'openbsd' && arch === 'x64') machine.x64 = 'amd64';
  const name = { freebsd: 'FreeBSD', openbsd: 'OpenBSD', aix: 'AIX', sunos: 'SunOS' }[platform] ?? platform[0].toUpperCase() + platform.slice(1);
  return platform === 'aix' ? name : `${name} ${machine[arch] ?? arch}`;
}

let list;
const languages = () => list ??= Object.freeze([binding.language()]);

let check; // throws unless it is a Navigator

class Navigator {
  #own = true;

  static {
    check = (v) => v.#own;
  }

  constructor(token) {
    if (token !== own) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  get hardwareConcurrency() { return check(this) && require('os').availableParallelism(); }
  get locks() { return check(this) && require('worker_threads').locks; }
  get language() { return languages()[0]; }
  get languages() { return check(this) && languages(); }
  get userAgent() { return check(this) && `Node.js/${/^v?(\d+)/.exec(process.version)[1]}`; }
  get platform() { return check(this) && getNavigatorPlatform(process.arch, process.platform); }
}

for (const name of Object.getOwnPropertyNames(Navigator.prototype)) {
  if (name !== 'constructor') Object.defineProperty(Navigator.prototype, name, { enumerable: true });
}

module.exports = { Navigator, navigator: new Navigator(own), getNavigatorPlatform };
