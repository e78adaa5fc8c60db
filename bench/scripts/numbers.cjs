// Computes with numbers and prints how many milliseconds that took: numbers.cjs kernel
// testdata/numeric/kernels.js checks what the kernels compute.
'use strict';

function sum() {
  let sum = 0;
  for (let i = 0; i < 1e9; i++) {
    sum += i;
  }
  return sum;
}

function fibonacci(n) {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

function sieve(n) {
  const composite = new Uint8Array(n + 1);
  let count = 0;
  for (let i = 2; i <= n; i++) {
    if (composite[i] === 0) {
      count++;
      for (let j = i * 2; j <= n; j += i) composite[j] = 1;
    }
  }
  return count;
}

function multiply(n) {
  const a = new Float64Array(n * n), b = new Float64Array(n * n), c = new Float64Array(n * n);
  for (let i = 0; i < n * n; i++) {
    a[i] = i % 7;
    b[i] = i % 5;
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let s = 0;
      for (let k = 0; k < n; k++) s += a[i * n + k] * b[k * n + j];
      c[i * n + j] = s;
    }
  }
  let trace = 0;
  for (let i = 0; i < n; i++) trace += c[i * n + i];
  return trace;
}

function mandelbrot(size, most) {
  let total = 0;
  for (let py = 0; py < size; py++) {
    for (let px = 0; px < size; px++) {
      const x0 = px / size * 3.5 - 2.5, y0 = py / size * 2 - 1;
      let x = 0, y = 0, i = 0;
      while (x * x + y * y <= 4 && i < most) {
        const t = x * x - y * y + x0;
        y = 2 * x * y + y0;
        x = t;
        i++;
      }
      total += i;
    }
  }
  return total;
}

// Five bodies, each with its position, velocity and mass in seven arrays.
function bodies(steps) {
  const x = new Float64Array([0, 4.8, 8.3, 12.9, 15.4]), y = new Float64Array([0, -1.2, 4.1, -15.1, -25.9]), z = new Float64Array([0, -0.1, -0.4, -0.2, 0.2]);
  const vx = new Float64Array([0, 0.6, -1, 1.1, 1]), vy = new Float64Array([0, 2.8, 1.8, 0.9, 0.6]), vz = new Float64Array(5), m = new Float64Array([39.5, 0.04, 0.01, 0.002, 0.002]);
  for (let step = 0; step < steps; step++) {
    for (let i = 0; i < 5; i++) {
      for (let j = i + 1; j < 5; j++) {
        const dx = x[i] - x[j], dy = y[i] - y[j], dz = z[i] - z[j];
        const square = dx * dx + dy * dy + dz * dz, pull = 0.01 / (square * Math.sqrt(square));
        vx[i] -= dx * m[j] * pull;
        vy[i] -= dy * m[j] * pull;
        vz[i] -= dz * m[j] * pull;
        vx[j] += dx * m[i] * pull;
        vy[j] += dy * m[i] * pull;
        vz[j] += dz * m[i] * pull;
      }
    }
    for (let i = 0; i < 5; i++) {
      x[i] += 0.01 * vx[i];
      y[i] += 0.01 * vy[i];
      z[i] += 0.01 * vz[i];
    }
  }
  return x[0] + y[1] + z[2];
}

function collatz(limit) {
  let best = 0, at = 0;
  for (let i = 1; i < limit; i++) {
    let n = i, steps = 0;
    while (n !== 1) {
      n = n % 2 === 0 ? n / 2 : 3 * n + 1;
      steps++;
    }
    if (steps > best) {
      best = steps;
      at = i;
    }
  }
  return at;
}

function crc32(size) {
  const table = new Int32Array(256), bytes = new Uint8Array(size);
  for (let i = 0; i < 256; i++) {
    let c = i;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xEDB88320 : c >>> 1;
    table[i] = c;
  }
  for (let i = 0; i < size; i++) bytes[i] = i * 7;
  let c = -1;
  for (let i = 0; i < size; i++) c = table[(c ^ bytes[i]) & 255] ^ (c >>> 8);
  return (c ^ -1) >>> 0;
}

const kernels = {
  sum: () => sum(),
  fibonacci: () => fibonacci(35),
  sieve: () => sieve(2e7),
  multiply: () => multiply(300),
  mandelbrot: () => mandelbrot(500, 300),
  bodies: () => bodies(500000),
  collatz: () => collatz(1e6),
  crc32: () => crc32(2e7),
};

module.exports = { fibonacci, sieve, multiply, mandelbrot, bodies, collatz, crc32 };

if (require.main === module) {
  const start = performance.now();
  kernels[process.argv[2]]();
  console.log(performance.now() - start);
}
