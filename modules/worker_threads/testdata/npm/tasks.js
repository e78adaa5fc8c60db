// What the pools' workers do.
function primes({ from, to }) {
  let count = 0;
  for (let n = Math.max(2, from); n < to; n++) {
    let prime = true;
    for (let d = 2; d * d <= n && prime; d++) prime = n % d !== 0;
    if (prime) count++;
  }
  return count;
}

function fail(message) { throw new RangeError(message); }

module.exports = (task) => ('fail' in task ? fail(task.fail) : primes(task));
module.exports.primes = primes;
module.exports.fail = fail;
