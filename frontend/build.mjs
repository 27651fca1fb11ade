// Bundles the web app: src/*.ts, styles/app.css, the icons and public/ become ../src/uhrwerk/entrypoints/web/static/.
//
// Names carry a hash of the content, so that browsers may keep them for ever; manifest.json says which file is meant by
// "app.js". Texts lie there a second and a third time, compressed. The service worker is the exception: browsers know it
// by its address, so its name stays.

import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import * as esbuild from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const STATIC = join(HERE, "../src/uhrwerk/entrypoints/web/static");
const MODULES = join(HERE, "node_modules");
const TEXTS = new Set([".js", ".css", ".svg", ".txt"]);
const OPTIONS = { bundle: true, minify: true, target: "es2022", charset: "utf8", legalComments: "eof", logLevel: "warning" };

/** Bundle every top-level script but the service worker, and the stylesheet with its fonts. */
async function bundles(out) {
  const scripts = (await readdir(join(HERE, "src"))).filter((name) => /(?<!\.d)\.ts$/.test(name) && name !== "sw.ts");
  const { metafile } = await esbuild.build({
    ...OPTIONS,
    absWorkingDir: HERE,
    entryPoints: [...scripts.map((name) => `src/${name}`), "styles/app.css"],
    outdir: out,
    format: "esm",
    splitting: true,
    entryNames: "[name]-[hash]",
    chunkNames: "chunk-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".woff2": "file", ".svg": "file" },
    metafile: true,
  });
  const names = Object.entries(metafile.outputs).map(([path, output]) => [logicalName(path, output), basename(path)]);
  return Object.fromEntries(names);
}

/** "app.js" for what src/app.ts became, "barlow.woff2" for a copied font, a chunk's own name for a chunk. */
function logicalName(path, { entryPoint, inputs }) {
  const extension = extname(path);
  if (entryPoint) return basename(entryPoint).replace(/\.ts$/, ".js");
  const sources = Object.keys(inputs);
  return extension === ".js" || sources.length !== 1 ? basename(path) : basename(sources[0]);
}

/** One SVG file with a <symbol> for each name in icons.json. */
async function sprite(out) {
  const names = JSON.parse(await readFile(join(HERE, "icons.json"), "utf8"));
  const symbols = await Promise.all(names.map(symbol));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
  return { "icons.svg": await writeHashed(out, "icons.svg", svg) };
}

async function symbol(name) {
  const file = join(MODULES, "lucide-static/icons", `${name}.svg`);
  const svg = await readFile(file, "utf8").catch(() => {
    throw new Error(`icons.json: lucide has no icon "${name}". See https://lucide.dev/icons`);
  });
  const shapes = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  const drawn = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${name}" viewBox="0 0 24 24" ${drawn}>${shapes.replace(/\s*\n\s*/g, "")}</symbol>`;
}

/** What the parts that are shipped ask to be shipped with them. */
async function licences(out) {
  const { dependencies } = JSON.parse(await readFile(join(HERE, "package.json"), "utf8"));
  const texts = [...Object.keys(dependencies), "lucide-static"].map(async (name) => {
    const file = (await readdir(join(MODULES, name))).find((each) => /^licen[cs]e/i.test(each));
    return `${name}\n\n${await readFile(join(MODULES, name, file), "utf8")}`;
  });
  await writeFile(join(out, "licences.txt"), (await Promise.all(texts)).join(`\n${"-".repeat(80)}\n`));
  return { "licences.txt": "licences.txt" };
}

/** public/ as it is, under the names that it has. */
async function copied(out) {
  await cp(join(HERE, "public"), out, { recursive: true });
  return Object.fromEntries((await readdir(join(HERE, "public"))).map((name) => [name, name]));
}

/** The service worker is told which files to keep; one byte of them changed makes it another worker. */
async function serviceWorker(out, manifest) {
  const kept = Object.values(manifest).filter((name) => name !== "licences.txt");
  const contents = await Promise.all(kept.map((name) => readFile(join(out, name))));
  await esbuild.build({
    ...OPTIONS,
    absWorkingDir: HERE,
    entryPoints: ["src/sw.ts"],
    outfile: join(out, "sw.js"),
    format: "iife",
    define: {
      PRECACHE: JSON.stringify(kept.map((name) => `/assets/${name}`)),
      VERSION: JSON.stringify(hash(Buffer.concat(contents))),
    },
  });
  return { "sw.js": "sw.js" };
}

async function writeHashed(out, name, content) {
  const extension = extname(name);
  const hashed = `${basename(name, extension)}-${hash(content)}${extension}`;
  await writeFile(join(out, hashed), content);
  return hashed;
}

function hash(content) {
  return createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
}

/** Put a .br and a .gz beside every text. */
async function compress(out) {
  const texts = (await readdir(out)).filter((name) => TEXTS.has(extname(name)));
  const each = async (name) => {
    const content = await readFile(join(out, name));
    await writeFile(join(out, `${name}.br`), await promisify(brotliCompress)(content));
    await writeFile(join(out, `${name}.gz`), await promisify(gzip)(content, { level: 9 }));
  };
  await Promise.all(texts.map(each));
}

/** Move what was built to where the server looks: the manifest after what it names, what is old at the end. */
async function publish(out) {
  await mkdir(STATIC, { recursive: true });
  const built = (await readdir(out)).filter((name) => name !== "manifest.json");
  for (const name of [...built, "manifest.json"]) await rename(join(out, name), join(STATIC, name));
  const old = (await readdir(STATIC)).filter((name) => !built.includes(name) && name !== "manifest.json");
  await Promise.all(old.map((name) => rm(join(STATIC, name), { recursive: true })));
}

async function build() {
  await mkdir(dirname(STATIC), { recursive: true });
  const out = await mkdtemp(join(dirname(STATIC), ".static-"));
  try {
    const manifest = Object.assign({}, await bundles(out), await sprite(out), await licences(out), await copied(out));
    Object.assign(manifest, await serviceWorker(out, manifest));
    await compress(out);
    await writeFile(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
    await publish(out);
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

await build().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
