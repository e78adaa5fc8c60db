// worker.js (Worker thread)
const { parentPort, workerData } = require('worker_threads');

function fibonacci(n) {
    if (n <= 1) {
        return n;
    }
    return fibonacci(n - 1) + fibonacci(n - 2);
}

const { data } = workerData;

const result = fibonacci(data);
parentPort.postMessage(result);
