/** Reads vitest's JSON report and says where the time went: `node .ci/report.mjs FILE`. The last line is the plain count. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const files = report.testResults
  .map(({ name, startTime, endTime, assertionResults }) => ({
    path: relative(process.cwd(), name),
    seconds: (endTime - startTime) / 1000,
    tests: assertionResults.length,
  }))
  .sort((a, b) => b.seconds - a.seconds);
const sum = (rows) => rows.reduce((all, { seconds }) => all + seconds, 0);
const line = (seconds, what) => console.log(`${seconds.toFixed(1).padStart(8)} s  ${what}`);

console.log('\nThe ten slowest files:');
for (const { path, seconds, tests } of files.slice(0, 10)) line(seconds, `${path} (${tests})`);

console.log('\nWhere the time went, by folder (seconds of tests, on all workers):');
const folders = new Map();
for (const file of files) {
  const folder = file.path.split('/').slice(0, 2).join('/');
  folders.set(folder, [...(folders.get(folder) ?? []), file]);
}
for (const [folder, rows] of [...folders].sort(([, a], [, b]) => sum(b) - sum(a)))
  line(sum(rows), `${folder} (${rows.length} files)`);
line(sum(files), 'together');

const skipped = report.numPendingTests + (report.numTodoTests ?? 0);
console.log(`\n${report.numPassedTests} passed, ${report.numFailedTests} failed, ${skipped} skipped`);
