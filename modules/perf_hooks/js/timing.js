'use strict';
// When the process did what.
const { now, account } = binding;
const kInspect = Symbol.for('nodejs.util.inspect.custom');

// In milliseconds. The engine is there at once.
const milestones = { nodeStart: 0, v8Start: 0.001, environment: 0.002, bootstrapComplete: 0.003 };

class PerformanceNodeTiming {
  get name() { return 'node'; }
  get entryType() { return 'node'; }
  get startTime() { return 0; }
  get duration() { return now(); }
  get nodeStart() { return milestones.nodeStart; }
  get v8Start() { return milestones.v8Start; }
  get bootstrapComplete() { return milestones.bootstrapComplete; }
  get environment() { return milestones.environment; }
  get loopStart() { return account()[0] || -1; }
  get loopExit() { return -1; }
  get idleTime() { return account()[1]; }

  toJSON() {
    const json = {};
    for (const name of names) json[name] = this[name];
    return json;
  }

  [kInspect](depth, options) {
    if (depth < 0) return this;
    const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    return `PerformanceNodeTiming ${require('util').inspect(this.toJSON(), inner)}`;
  }
}
const names = ['name', 'entryType', 'startTime', 'duration', 'nodeStart', 'v8Start', 'bootstrapComplete', 'environment',
  'loopStart', 'loopExit', 'idleTime'];
for (const name of names) Object.defineProperty(PerformanceNodeTiming.prototype, name, { enumerable: true });

const nodeTiming = Object.create(PerformanceNodeTiming.prototype);

// utilization says how a loop that was idle and active for so long has spent its time: since it began, since before, or
// between two accounts.
function utilization(idle, active, later, earlier) {
  if (idle === 0 && active === 0) return { idle: 0, active: 0, utilization: 0 };
  if (earlier) return share(later.idle - earlier.idle, later.active - earlier.active);
  return later ? share(idle - later.idle, active - later.active) : share(idle, active);
}

function share(idle, active) { return { idle, active, utilization: active / (idle + active) }; }

function eventLoopUtilization(later, earlier) {
  const [, idle, active] = account();
  return utilization(idle, active, later, earlier);
}

// The time of a milestone; undefined for what is none.
function milestone(name) {
  if (name === 'loopStart' || name === 'loopExit') return nodeTiming[name];
  return Object.hasOwn(milestones, name) ? milestones[name] : undefined;
}

module.exports = { nodeTiming, eventLoopUtilization, utilization, milestone };
