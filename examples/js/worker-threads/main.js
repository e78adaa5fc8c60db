// main.js (Main thread)
const { Worker } = require('worker_threads');

function runWorker(workerData) {
    return new Promise((resolve, reject) => {
        const worker = new Worker('./worker.js', { workerData });

        worker.on('message', resolve);
        worker.on('error', reject);
        worker.on('exit', (code) => {
            if (code !== 0)
                reject(new Error(`Worker stopped with exit code ${code}`));
        });
    });
}

async function main() {
    const promises = [];
    const workerDataArray = [{ data: 10 }, { data: 12 }, { data: 15 }];

    for (const workerData of workerDataArray) {
        promises.push(runWorker(workerData));
    }

    const results = await Promise.all(promises);

    console.log('Results from workers:', results);
}

main().catch(err => console.error(err));
