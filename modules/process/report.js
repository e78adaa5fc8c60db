'use strict';

// process.report: a diagnostic report of what a script can know of its process.

const { validateBoolean, validateObject, validateString, validateOneOf } = require('internal/validators');

const settings = {
  directory: '', filename: '', compact: false, excludeNetwork: false, excludeEnv: false, signal: 'SIGUSR2',
  reportOnFatalError: false, reportOnSignal: false, reportOnUncaughtException: false,
};

function getReport(err) {
  if (err !== undefined) validateObject(err, 'err');
  const os = require('os');
  const now = new Date();
  const stack = String((err ?? new Error('JavaScript Callstack')).stack).split('\n');
  const report = {
    header: {
      reportVersion: 5,
      event: err === undefined ? 'JavaScript API' : String(err.message),
      trigger: 'GetReport',
      filename: null,
      dumpEventTime: now.toISOString().replace(/\.\d+/, ''),
      dumpEventTimeStamp: String(now.getTime()),
      processId: process.pid,
      threadId: 0,
      cwd: process.cwd(),
      commandLine: [...process.argv],
      nodejsVersion: process.version,
      wordSize: 64,
      arch: process.arch,
      platform: process.platform,
      componentVersions: { ...process.versions },
      release: { ...process.release },
      osName: os.type(),
      osRelease: os.release(),
      osVersion: os.version(),
      osMachine: os.machine(),
      host: os.hostname(),
    },
    javascriptStack: { message: stack[0], stack: stack.slice(1).map((l) => l.trim()), errorProperties: {} },
    javascriptHeap: process.memoryUsage(),
    nativeStack: [],
    resourceUsage: process.resourceUsage(),
    libuv: [],
    workers: [],
    sharedObjects: [],
  };
  if (!settings.excludeEnv) report.environmentVariables = { ...process.env };
  return report;
}

function writeReport(file, err) {
  if (typeof file === 'object' && file !== null) {
    err = file;
    file = undefined;
  }
  if (file !== undefined) validateString(file, 'file');
  binding.permit(file || settings.filename || settings.directory || process.cwd());
  const two = (n) => String(n).padStart(2, '0');
  const d = new Date();
  file ||= settings.filename || `report.${d.getFullYear()}${two(d.getMonth() + 1)}${two(d.getDate())}.` +
    `${two(d.getHours())}${two(d.getMinutes())}${two(d.getSeconds())}.${process.pid}.0.001.json`;
  const report = getReport(err);
  report.header.filename = file;
  const path = require('path').resolve(settings.directory, file);
  require('fs').writeFileSync(path, JSON.stringify(report, null, settings.compact ? undefined : 2) + '\n');
  return file;
}

exports.report = { writeReport, getReport };
for (const name of Object.keys(settings)) {
  Object.defineProperty(exports.report, name, {
    enumerable: true,
    configurable: true,
    get: () => settings[name],
    set(value) {
      if (typeof settings[name] === 'boolean') validateBoolean(value, name);
      else validateString(value, name);
      if (name === 'signal') validateOneOf(value, name, Object.keys(require('os').constants.signals));
      settings[name] = value;
    },
  });
}
