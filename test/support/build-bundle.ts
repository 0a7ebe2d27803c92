/** Builds the bundle for `bundled()` in its own process: `build-bundle.ts FOLDER`. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const HOUR = 3_600_000;

/** The bundle is elsewhere, but the files that the code reads are not. */
const here = (path: string): string => JSON.stringify(pathToFileURL(path).href);

const dir = process.argv[2]!;
const cache = dirname(dir);
mkdirSync(cache, { recursive: true });
for (const old of readdirSync(cache).filter((name) => name.startsWith('bundle-'))) {
  // A process may still be running from a recent one.
  if (Date.now() - statSync(join(cache, old)).mtimeMs > HOUR) rmSync(join(cache, old), { recursive: true });
}
// Built under another name and renamed at the end, so that concurrent builds do not see each other's partial output.
const making = `${dir}.making-${process.pid}`;
const children = readdirSync(join(ROOT, 'test/support')).filter((name) => name.startsWith('child-'));
await build({
  absWorkingDir: ROOT,
  entryPoints: ['bot/main.ts', 'demo/run.ts', ...children.map((name) => `test/support/${name}`)],
  outdir: making,
  outbase: ROOT,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'error',
  // These packages look for files next to themselves.
  external: ['@electric-sql/pglite', 'adaptivecards'],
  // CommonJS code in an ES module needs these.
  banner: {
    js: `import { createRequire as requireFor } from 'node:module';
const require = requireFor(${JSON.stringify(join(ROOT, 'package.json'))});
const __filename = ${JSON.stringify(join(ROOT, 'bundle.js'))};
const __dirname = ${JSON.stringify(ROOT)};`,
  },
  plugins: [
    {
      name: 'files beside the source',
      setup: ({ onLoad }) =>
        onLoad({ filter: /\.ts$/ }, ({ path }) =>
          relative(ROOT, path).startsWith('node_modules')
            ? null
            : { contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', () => here(path)), loader: 'ts' },
        ),
    },
  ],
});
if (existsSync(dir)) rmSync(making, { recursive: true });
else renameSync(making, dir);
